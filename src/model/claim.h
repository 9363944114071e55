/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The record that a vGPU is ours, as data and as text.
 *
 * A claim is one small file. Its name, DEVICE\@OWNER, tells which device is
 * meant and who owns it, so that a directory listing answers both questions
 * without opening a file: a stop of a domain costs the same on a host with
 * one vGPU and on one with a thousand.
 */
#ifndef GVM_MODEL_CLAIM_H
#define GVM_MODEL_CLAIM_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "util/cleanup.h"

/** @brief Owner of a vGPU that a person made with "gvmctl create". */
#define GVM_CLAIM_MANUAL "manual"
/** @brief Owner of a vGPU that mdevctl made, for a person or for libvirt. */
#define GVM_CLAIM_MDEVCTL "mdevctl"

/** @brief Our record that we made, or are about to make, a vGPU. */
struct gvm_claim {
	char *device;		/**< UUID or address of the vGPU. Owned. */
	char *owner;		/**< Domain UUID, or one of the above. Owned. */
	char *domain;		/**< Name of the domain, or NULL. Owned. */
	char *backend;		/**< Name of the back end. Owned. */
	char *parent;		/**< Address of the parent. Owned. */
	char *type;		/**< Id of the type. Owned. */
	char *driver;		/**< Driver to give it back to, or NULL. */
	int daemon_pid;		/**< libvirt daemon that asked; 0 for none. */
	uint64_t daemon_start;	/**< Its start in clock ticks since boot. */
	uint64_t made;		/**< Seconds since boot when it was written. */
	bool plug;		/**< On its way into a running domain, or out:
				 *   until the process that asked is gone.
				 */
};

/**
 * @brief Free a claim.
 * @param claim  The claim, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_claim_free(struct gvm_claim *claim);

GVM_DEFINE_AUTOPTR(gvm_claim, gvm_claim_free)

/**
 * @brief Spell the file name of a claim.
 * @param claim  The claim; device and owner are used.
 * @return A new string, DEVICE\@OWNER.
 * @pure
 */
char *gvm_claim_name(const struct gvm_claim *claim);

/**
 * @brief Read a file name as a claim.
 * @param name  Name of a file in the directory of claims.
 * @return A new claim with device and owner set and nothing else, or NULL
 *         when the name is not that of a claim.
 * @pure
 */
struct gvm_claim *gvm_claim_from_name(const char *name);

/**
 * @brief Tell whether a claim belongs to a domain.
 * @param claim  The claim.
 * @return false for one that a person or another program made.
 * @pure
 */
bool gvm_claim_is_domain(const struct gvm_claim *claim);

/**
 * @brief Write a claim as text.
 * @param claim  The claim.
 * @return A new string in the key file format of GLib, group [claim].
 * @pure
 */
char *gvm_claim_format(const struct gvm_claim *claim);

/**
 * @brief Fill a claim from its text.
 * @param claim  Claim from gvm_claim_from_name(); the rest is filled in.
 * @param text   Content of its file.
 * @param err    Where to store the error, or NULL.
 * @return true when every needed key is there.
 * @norestriction
 * @sideeffect Overwrites the members that the text tells.
 * @failure GVM_ERROR_INVALID when the text is damaged or of a version we do
 *          not know.
 */
bool gvm_claim_parse(struct gvm_claim *claim, const char *text, GError **err);

#endif /* GVM_MODEL_CLAIM_H */
