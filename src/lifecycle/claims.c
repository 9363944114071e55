// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The claims of this machine.
 *
 * Theory of operation. A claim is written and synced before the device it
 * names is made, and given up after the device is gone. So at every instant
 * each vGPU of ours has a claim, and a process that dies leaves at worst a
 * claim without a device, which the next run recognises and drops. /run is
 * emptied at boot, exactly as the kernel's vGPUs are.
 *
 * Everything that chooses a parent, makes or removes a device runs under one
 * lock, because the kernel's count of available instances is only a hint: two
 * programs may both read "1". The lock belongs to an open descriptor and ends
 * with the process, however that ends.
 */
#include "lifecycle/claims.h"

#include <errno.h>

#include "host/host.h"
#include "host/state.h"
#include "util/error.h"

/** @brief Directory of the lock. */
#define STATE_DIR "run/gvm"
/** @brief Longest wait for the lock, in milliseconds. */
#define LOCK_TIMEOUT_MS 60000
/** @brief Largest claim file, in bytes; a real one has some 300. */
#define CLAIM_MAX 8192

bool gvm_claims_lock(struct gvm_host *host, int *fd, GError **err)
{
	int rc;

	rc = gvm_state_lock(host, GVM_CLAIMS_LOCK, LOCK_TIMEOUT_MS, fd);
	if (rc == -ENOENT) {
		rc = gvm_state_make_dir(host, STATE_DIR, 0700);
		if (rc == 0)
			rc = gvm_state_lock(host, GVM_CLAIMS_LOCK,
					    LOCK_TIMEOUT_MS, fd);
	}
	if (rc == -ETIMEDOUT)
		return gvm_error_set(err, GVM_ERROR_BUSY,
				     "/%s was held by another gvmctl for a minute; 'fuser -v /%s' shows which, then try again",
				     GVM_CLAIMS_LOCK, GVM_CLAIMS_LOCK);
	if (rc < 0)
		return gvm_error_set_errno(err, rc, "cannot lock /%s",
					   GVM_CLAIMS_LOCK);

	return true;
}

GPtrArray *gvm_claims_list(struct gvm_host *host, GError **err)
{
	g_autoptr(GPtrArray) names = NULL;
	GPtrArray *claims;
	int rc;

	claims = g_ptr_array_new_with_free_func((GDestroyNotify)gvm_claim_free);
	rc = gvm_host_list(host, GVM_CLAIMS_DIR, &names);
	if (rc == -ENOENT)
		return claims;
	if (rc < 0) {
		g_ptr_array_unref(claims);
		gvm_error_set_errno(err, rc, "cannot list /%s", GVM_CLAIMS_DIR);
		return NULL;
	}

	for (guint i = 0; i < names->len; i++) {
		struct gvm_claim *claim;

		/* A name with a dot in front is a write that never finished. */
		claim = gvm_claim_from_name(g_ptr_array_index(names, i));
		if (claim && claim->device[0] != '.')
			g_ptr_array_add(claims, g_steal_pointer(&claim));
		gvm_claim_free(claim);
	}

	return claims;
}

struct gvm_claim *gvm_claims_find(const GPtrArray *claims, const char *device)
{
	for (guint i = 0; i < claims->len; i++) {
		struct gvm_claim *claim = g_ptr_array_index(claims, i);

		if (g_str_equal(claim->device, device))
			return claim;
	}

	return NULL;
}

/**
 * @brief Spell the path of a claim.
 * @param claim  The claim.
 * @return A new string, below the root.
 * @pure
 */
static char *claim_path(const struct gvm_claim *claim)
{
	g_autofree char *name = gvm_claim_name(claim);

	return g_build_filename(GVM_CLAIMS_DIR, name, NULL);
}

bool gvm_claims_read(struct gvm_host *host, struct gvm_claim *claim,
		     GError **err)
{
	g_autofree char *path = claim_path(claim);
	g_autofree char *text = NULL;
	int rc;

	rc = gvm_host_load(host, path, CLAIM_MAX, &text);
	if (rc < 0)
		return gvm_error_set_errno(err, rc, "cannot read /%s", path);

	return gvm_claim_parse(claim, text, err);
}

bool gvm_claims_read_all(struct gvm_host *host, GPtrArray *claims,
			 GError **err)
{
	for (guint i = claims->len; i-- > 0;) {
		struct gvm_claim *claim = g_ptr_array_index(claims, i);
		g_autoptr(GError) cause = NULL;

		if (claim->type || gvm_claims_read(host, claim, &cause))
			continue;
		if (!g_error_matches(cause, GVM_ERROR, GVM_ERROR_NOT_FOUND)) {
			g_propagate_error(err, g_steal_pointer(&cause));
			return false;
		}
		g_ptr_array_remove_index(claims, i);
	}

	return true;
}

bool gvm_claims_save(struct gvm_host *host, const struct gvm_claim *claim,
		     GError **err)
{
	g_autofree char *name = gvm_claim_name(claim);
	g_autofree char *text = gvm_claim_format(claim);
	int rc;

	rc = gvm_state_save(host, GVM_CLAIMS_DIR, name, text);
	if (rc == -ENOENT) {
		rc = gvm_state_make_dir(host, GVM_CLAIMS_DIR, 0700);
		if (rc == 0)
			rc = gvm_state_save(host, GVM_CLAIMS_DIR, name, text);
	}
	if (rc < 0)
		return gvm_error_set_errno(err, rc, "cannot write claim /%s/%s",
					   GVM_CLAIMS_DIR, name);

	return true;
}

bool gvm_claims_drop(struct gvm_host *host, const struct gvm_claim *claim,
		     GError **err)
{
	g_autofree char *path = claim_path(claim);
	int rc = gvm_state_drop(host, path);

	if (rc < 0)
		return gvm_error_set_errno(err, rc, "cannot remove claim /%s",
					   path);

	return true;
}
