// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Which release of the driver runs.
 *
 * Two sources tell: files that the kernel and the driver publish, and the
 * driver itself, when it is asked. The files are read first, because the
 * layout of everything else depends on the answer, and because asking the old
 * way writes a complaint to the kernel's log when it is wrong. Then the driver
 * is asked, and both must agree: after an upgrade without a reboot the files
 * of one release and the module of another may be together.
 *
 * Releases up to 525 can only be asked "is it this one?". There the number
 * that later means "which one is it?" meant "never mind", was answered with
 * success and left the text as it was; so an empty text is no answer.
 */
#include <errno.h>
#include <string.h>

#include "nvidia/rm-call.h"
#include "util/error.h"

/** @brief Where the kernel says the version of the module. */
#define MODULE_FILE "sys/module/nvidia/version"
/** @brief Where the driver says it, in a longer sentence. */
#define DRIVER_FILE "proc/driver/nvidia/version"
/** @brief What stands before the version in the longer sentence. */
#define DRIVER_WORD "Module"

/** @brief Asks for a comparison of the whole version. */
#define STRICT 0

/**
 * @brief Find the version in the driver's longer sentence.
 * @param text  The sentence.
 * @return A new string, or NULL when there is none.
 * @pure
 */
static char *find_version(const char *text)
{
	const char *tail = strstr(text, DRIVER_WORD);
	g_auto(GStrv) words = NULL;
	struct gvm_nv_version version;

	if (!tail)
		return NULL;
	/* The open modules put "for x86_64" in between. */
	words = g_strsplit_set(tail + strlen(DRIVER_WORD), " \t\n", -1);
	for (size_t i = 0; words[i]; i++)
		if (gvm_nv_version_parse(words[i], &version))
			return g_strdup(words[i]);

	return NULL;
}

bool gvm_rm_version(struct gvm_host *host, char **version, GError **err)
{
	g_autofree char *text = NULL;
	char *found;
	int rc = gvm_host_load(host, MODULE_FILE, GVM_HOST_ATTR_MAX, &text);

	if (rc == 0) {
		*version = g_strstrip(g_steal_pointer(&text));
		return true;
	}

	rc = gvm_host_load(host, DRIVER_FILE, GVM_HOST_ATTR_MAX, &text);
	if (rc == -ENOENT)
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "NVIDIA's driver is not loaded: there is neither %s nor %s",
				     MODULE_FILE, DRIVER_FILE);
	if (rc < 0)
		return gvm_error_set_errno(err, rc,
					   "cannot read the version of NVIDIA's driver");

	found = find_version(text);
	if (!found)
		return gvm_error_set(err, GVM_ERROR_FAILED,
				     "%s names no version after '%s'",
				     DRIVER_FILE, DRIVER_WORD);
	*version = found;

	return true;
}

/**
 * @brief Ask the driver about its version.
 * @param rm       A client with its control node.
 * @param command  How to ask.
 * @param version  What to send.
 * @param said     Where to put what the driver wrote, as a new string.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect See gvm_rm_check_version().
 * @failure What ioctl(2) reports; -EPROTO when the driver did not see the
 *          request.
 */
static int ask_version(struct gvm_rm *rm, uint32_t command,
		       const char *version, char **said)
{
	g_auto(gvm_nv_block) block = { 0 };
	int rc;

	gvm_nv_block_init(&rm->abi, GVM_NV_S_VERSION_CHECK, &block);
	gvm_nv_put(&block, GVM_NV_VERSION_CHECK_CMD, command);
	gvm_nv_put_text(&block, GVM_NV_VERSION_CHECK_VERSION_STRING, version);
	rc = gvm_rm_ioctl(rm, rm->fd, GVM_RM_ESC_CHECK_VERSION_STR,
			  block.bytes, block.size);
	*said = gvm_nv_text(&block, GVM_NV_VERSION_CHECK_VERSION_STRING);

	/* The driver writes 1 into every request that it recognizes. */
	if (rc == 0 && gvm_nv_get(&block, GVM_NV_VERSION_CHECK_REPLY) != 1)
		return -EPROTO;

	return rc;
}

bool gvm_rm_check_version(struct gvm_rm *rm, const char *version, GError **err)
{
	g_autofree char *said = g_strdup("");
	uint32_t query;
	int rc = 0;

	if (gvm_nv_abi_has(&rm->abi, GVM_NV_K_RM_API_VERSION_CMD_QUERY,
			   &query)) {
		g_clear_pointer(&said, g_free);
		rc = ask_version(rm, query, "", &said);
	}
	if (rc == 0 && said[0] == '\0') {
		g_clear_pointer(&said, g_free);
		rc = ask_version(rm, STRICT, version, &said);
	}

	/* A mismatch is EINVAL as well, but then the text is another one. */
	if ((rc == 0 || rc == -EINVAL) && said[0] != '\0' &&
	    !g_str_equal(said, version))
		return gvm_error_set(err, GVM_ERROR_FAILED,
				     "NVIDIA's driver is release %s, but its files say %s: reboot, or load the driver again",
				     said, version);
	if (rc == -EPROTO)
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "what is behind the control node does not know NVIDIA's version check");
	if (rc < 0)
		return gvm_rm_refuse(err, rc, "NV_ESC_CHECK_VERSION_STR");

	return true;
}
