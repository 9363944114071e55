/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What the checks report with, and what several of them ask.
 */
#ifndef GVM_LIFECYCLE_CHECK_TOOLS_H
#define GVM_LIFECYCLE_CHECK_TOOLS_H

#include "lifecycle/check.h"

/**
 * @brief Add a finding that has a cause.
 * @param check    The check.
 * @param level    How much it matters.
 * @param cause    Why it is so.
 * @param subject  What it is about, or NULL.
 * @param remedy   The command that mends it, or NULL for a note.
 * @param format   The sentence, printf-like, without full stop.
 * @norestriction
 * @sideeffect Grows the list of findings.
 * @nofailure
 */
void gvm_check_add(struct gvm_check *check, enum gvm_check_level level,
		   enum gvm_cause cause, const char *subject,
		   const char *remedy, const char *format, ...)
	G_GNUC_PRINTF(6, 7);

/**
 * @brief Add a finding with which nothing has to be done.
 * @param check    The check.
 * @param level    GVM_CHECK_OK or GVM_CHECK_NOTE.
 * @param subject  What it is about, or NULL.
 * @param format   The sentence, printf-like, without full stop.
 * @norestriction
 * @sideeffect Grows the list of findings.
 * @nofailure
 */
void gvm_check_say(struct gvm_check *check, enum gvm_check_level level,
		   const char *subject, const char *format, ...)
	G_GNUC_PRINTF(4, 5);

/**
 * @brief Say that something which vGPUs need is missing.
 * @param check   The check.
 * @param cause   Why it is so.
 * @param remedy  What mends it.
 * @param detail  The sentence.
 * @norestriction
 * @sideeffect Adds a finding, a note where nothing could make vGPUs.
 * @nofailure
 */
void gvm_check_miss(struct gvm_check *check, enum gvm_cause cause,
		    const char *remedy, const char *detail);

/**
 * @brief Say that a module of the kernel is not loaded, or why it cannot be.
 * @param check   The check.
 * @param cause   Why it is so, when it can be loaded.
 * @param module  Name of the module.
 * @param remedy  What loads it.
 * @param detail  The sentence.
 * @norestriction
 * @sideeffect As gvm_check_miss().
 * @nofailure
 */
void gvm_check_miss_module(struct gvm_check *check, enum gvm_cause cause,
			   const char *module, const char *remedy,
			   const char *detail);

/**
 * @brief Tell whether the running kernel has a module, loaded or not.
 * @param host    The machine.
 * @param module  Name of the module, without ".ko".
 * @return true when it could be loaded.
 * @norestriction
 * @nosideeffect
 * @failure Where the modules of the running kernel cannot be listed it has
 *          none.
 */
bool gvm_check_has_module(struct gvm_host *host, const char *module);

/**
 * @brief Read the domains that libvirt's QEMU driver has defined.
 * @param host  The machine.
 * @return A new array of struct gvm_check_domain.
 * @norestriction
 * @nosideeffect
 * @failure Without right to read them, domains are passed over.
 */
GPtrArray *gvm_check_load_domains(struct gvm_host *host);

/**
 * @brief Read mdevctl's definitions.
 * @param host  The machine.
 * @return A new array of struct gvm_request.
 * @norestriction
 * @nosideeffect
 * @failure What is no definition is passed over.
 */
GPtrArray *gvm_check_load_definitions(struct gvm_host *host);

/**
 * @brief Tell whether a parent of a back end is there.
 * @param check    The check.
 * @param backend  Name of the back end.
 * @return true when there is one.
 * @pure
 */
bool gvm_check_has_backend(const struct gvm_check *check,
			   const char *backend);

/**
 * @brief Spell how a package is installed here.
 * @param host     The machine.
 * @param package  Name of the package.
 * @return A new string.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
char *gvm_check_install(struct gvm_host *host, const char *package);

/**
 * @brief Find a fault with who may change a file.
 * @param check  The check.
 * @param cause  What to call it.
 * @param path   The file or directory.
 * @param mask   Permission bits that it must not have.
 * @return true when only root may, or when there is no such file.
 * @norestriction
 * @sideeffect May add a finding.
 * @failure A file that cannot be looked at has none.
 */
bool gvm_check_access(struct gvm_check *check, enum gvm_cause cause,
		      const char *path, unsigned int mask);

/**
 * @brief Tell whether anything here could make vGPUs.
 * @param check  The check.
 * @return true when there is a parent or a GPU of NVIDIA's.
 * @pure
 */
bool gvm_check_has_devices(const struct gvm_check *check);

/**
 * @brief Tell whether NVIDIA's driver makes vGPUs on some GPU.
 * @param check  The check.
 * @return true when one has the mode of a host of vGPUs.
 * @pure
 */
bool gvm_check_has_hosts(const struct gvm_check *check);

#endif /* GVM_LIFECYCLE_CHECK_TOOLS_H */
