/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Pieces of files like NVIDIA's. Types, ids and signatures are made up.
 */
#ifndef GVM_TESTS_UNIT_XML_VGPUCONFIG_TEXT_H
#define GVM_TESTS_UNIT_XML_VGPUCONFIG_TEXT_H

#include <glib.h>

/** @brief Start of a file, as NVIDIA's begins. */
#define BEGIN								\
	"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"			\
	"<!DOCTYPE vgpu SYSTEM \"http://127.0.0.1:1/vgpuConfig.dtd\">\n" \
	"<vgpuconfig>\n"
/** @brief End of a file. */
#define END "</vgpuconfig>\n"
/** @brief Ids as the file has them. */
#define IDS(device, subsystem)						\
	"<devId vendorId=\"0x10de\" deviceId=\"" device "\" "		\
	"subsystemVendorId=\"0x10de\" subsystemId=\"" subsystem "\"/>\n"
/** @brief A signature of one byte again and again, once it is expanded. */
#define SIGNATURE(byte) "[128*" byte "]"
/** @brief As many bytes of one. */
#define BYTES(n, byte) "[" n "*" byte "]"
/** @brief A type that a GPU supports. */
#define PAIR(id, max, digest)						\
	"<supportedVgpu vgpuId=\"" id "\"><maxVgpus>" max "</maxVgpus>"	\
	"<digest type=\"signature\">" digest "</digest></supportedVgpu>\n"
/** @brief A GPU. */
#define GPU(device, subsystem, pairs) \
	"<pgpu hostVgpuMode=\"x\">" IDS(device, subsystem) pairs "</pgpu>\n"
/** @brief A type with hardly anything in it. */
#define SMALL(id, name)							\
	"<vgpuType id=\"" id "\" name=\"" name "\" class=\"NVS\">\n"	\
	IDS("0x1111", "0x2222") "</vgpuType>\n"

/** @brief Three types; one GPU with any subsystem, and with one. */
#define THREE_TYPES							\
	BEGIN "<version>1.0</version><later><vgpuType/></later>\n"	\
	SMALL("11", "TYPE A") SMALL("12", "TYPE B") SMALL("13", "TYPE B") \
	GPU("0x3333", "0x0", PAIR("11", "8", SIGNATURE("a1"))		\
	    PAIR("12", "4", SIGNATURE("a2")))				\
	GPU("0x3333", "0x4444", PAIR("11", "0x10", SIGNATURE("b1"))) END

/**
 * @brief Write signatures out.
 * @param text  A document in which [128*a1] stands for 128 times a1.
 * @param len   Its length in bytes.
 * @return A new document.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
GString *vgpuconfig_text_expand(const char *text, size_t len);

#endif /* GVM_TESTS_UNIT_XML_VGPUCONFIG_TEXT_H */
