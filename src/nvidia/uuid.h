/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief UUIDs as the driver holds them: 16 bytes, three numbers first.
 *
 * The driver takes the UUID of a mediated device as the kernel keeps it, a
 * GUID: its first three groups are numbers of 4, 2 and 2 bytes in little
 * endian, and only the rest is in the order of the text. So
 * 00112233-4455-6677-8899-aabbccddeeff begins with the byte 0x33.
 */
#ifndef GVM_NVIDIA_UUID_H
#define GVM_NVIDIA_UUID_H

#include <stdbool.h>
#include <stdint.h>

/** @brief Bytes of a UUID. */
#define GVM_NV_UUID_SIZE 16

/**
 * @brief Spell a UUID.
 * @param bytes  As the driver holds it.
 * @return A new string in lower case, or NULL when all bytes are 0: that is
 *         how the driver says that there is none.
 * @pure
 */
char *gvm_nv_uuid_format(const uint8_t bytes[GVM_NV_UUID_SIZE]);

/**
 * @brief Read a UUID.
 * @param text   36 characters in any case, or NULL.
 * @param bytes  Where to put it; untouched on failure.
 * @return false when it is no UUID.
 * @pure
 */
bool gvm_nv_uuid_parse(const char *text, uint8_t bytes[GVM_NV_UUID_SIZE]);

#endif /* GVM_NVIDIA_UUID_H */
