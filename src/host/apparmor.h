/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What a profile of AppArmor lets a program execute.
 */
#ifndef GVM_HOST_APPARMOR_H
#define GVM_HOST_APPARMOR_H

#include <stdbool.h>

/**
 * @brief Tell whether rules let a file be executed, whatever it runs as.
 * @param rules  Text of a profile, or of a part of one.
 * @param path   Absolute path of the file, without symbolic links.
 * @return true when a rule permits it and none denies it.
 * @restriction Looks at file rules only, and those of child profiles count as
 *              well. Files that the text includes are the caller's affair. A
 *              variable stands for anything.
 * @nosideeffect
 * @nofailure
 */
bool gvm_apparmor_may_run(const char *rules, const char *path);

#endif /* GVM_HOST_APPARMOR_H */
