/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What several checks ask of the hooks of libvirt.
 */
#ifndef GVM_LIFECYCLE_CHECK_HOOKS_H
#define GVM_LIFECYCLE_CHECK_HOOKS_H

#include <stdint.h>

struct gvm_host;

/**
 * @brief Tell where our hook of a driver is.
 * @param driver  Driver of libvirt, such as "qemu".
 * @return A new string, a path below the root.
 * @pure
 */
char *gvm_check_hook_path(const char *driver);

/**
 * @brief Tell which program a hook runs.
 * @param host  The machine.
 * @param hook  Path of the hook.
 * @return A new string, absolute as a rule, or NULL when it runs none of ours.
 * @norestriction
 * @nosideeffect
 * @failure Of a hook that cannot be read it is not known.
 */
char *gvm_check_hook_program(struct gvm_host *host, const char *hook);

/**
 * @brief Tell when the oldest of the hooks of a driver was changed.
 * @param host    The machine.
 * @param driver  The driver.
 * @return In seconds since 1970, or G_MAXINT64 when it has none.
 * @norestriction
 * @nosideeffect
 * @failure What cannot be looked at is passed over.
 */
int64_t gvm_check_oldest_hook(struct gvm_host *host, const char *driver);

#endif /* GVM_LIFECYCLE_CHECK_HOOKS_H */
