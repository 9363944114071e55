// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl check --abi --json: the rows of a release, for programs.
 */
#include "cmd/abi.h"
#include "cmd/print.h"

/**
 * @brief Build the JSON list of the fields that a release has.
 * @param abi    The rows.
 * @param which  The structure.
 * @return A new list.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct json_object *new_fields(const struct gvm_nv_abi *abi,
				      enum gvm_nv_struct which)
{
	const struct gvm_nv_layout *layout = gvm_nv_abi_layout(which);
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < layout->n_fields; i++) {
		struct gvm_nv_place place = gvm_nv_abi_place(abi, which, i);
		struct json_object *object;

		if (place.size == 0)
			continue;
		object = json_object_new_object();
		gvm_print_add_text(object, "name", layout->fields[i].name);
		gvm_print_add_number(object, "offset", place.offset, true);
		gvm_print_add_number(object, "size", place.size, true);
		json_object_array_add(list, object);
	}

	return list;
}

/**
 * @brief Build the JSON list of all structures.
 * @param abi  The rows.
 * @return A new list.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct json_object *new_structures(const struct gvm_nv_abi *abi)
{
	struct json_object *list = json_object_new_array();

	for (unsigned int i = 0; i < GVM_NV_STRUCTS; i++) {
		struct json_object *object = json_object_new_object();
		const struct gvm_nv_row *row = abi->row[i];
		g_autofree char *range = NULL;
		char first[GVM_NV_VERSION_TEXT];
		char last[GVM_NV_VERSION_TEXT];

		if (row) {
			gvm_nv_version_format(row->range.first, first);
			gvm_nv_version_format(row->range.last, last);
			range = g_strdup_printf("%s..%s", first, last);
		}
		gvm_print_add_text(object, "name", gvm_nv_abi_layout(i)->name);
		gvm_print_add_number(object, "size", gvm_nv_abi_size(abi, i),
				     true);
		gvm_print_add_text(object, "range", range);
		json_object_object_add(object, "fields", new_fields(abi, i));
		json_object_array_add(list, object);
	}

	return list;
}

/**
 * @brief Build the JSON list of all controls.
 * @param abi  The rows.
 * @return A new list.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct json_object *new_controls(const struct gvm_nv_abi *abi)
{
	struct json_object *list = json_object_new_array();

	for (unsigned int i = 0; i < GVM_NV_CONTROLS; i++) {
		const struct gvm_nv_control_def *def = gvm_nv_abi_control(i);
		struct json_object *object = json_object_new_object();
		g_autofree char *number = g_strdup_printf("0x%x", def->number);
		const char *structure = NULL;
		bool privileged = false;
		bool offered = gvm_nv_abi_offers(abi, i, &privileged);

		if (def->params != GVM_NV_NO_STRUCT)
			structure = gvm_nv_abi_layout(def->params)->name;
		gvm_print_add_text(object, "name", def->name);
		gvm_print_add_text(object, "number", number);
		gvm_print_add_text(object, "structure", structure);
		json_object_object_add(object, "offered",
				       json_object_new_boolean(offered));
		json_object_object_add(object, "privileged", !offered ? NULL :
				       json_object_new_boolean(privileged));
		json_object_array_add(list, object);
	}

	return list;
}

/**
 * @brief Build the JSON list of all constants.
 * @param abi  The rows.
 * @return A new list.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct json_object *new_constants(const struct gvm_nv_abi *abi)
{
	struct json_object *list = json_object_new_array();

	for (unsigned int i = 0; i < GVM_NV_CONSTANTS; i++) {
		struct json_object *object = json_object_new_object();
		uint32_t value = 0;
		bool known = gvm_nv_abi_has(abi, i, &value);

		gvm_print_add_text(object, "name",
				   gvm_nv_abi_constant(i)->name);
		gvm_print_add_number(object, "value", value, known);
		json_object_array_add(list, object);
	}

	return list;
}

void gvm_cmd_abi_json(const struct gvm_nv_abi *abi)
{
	struct json_object *object = json_object_new_object();
	char driver[GVM_NV_VERSION_TEXT];
	char rows[GVM_NV_VERSION_TEXT];

	gvm_nv_version_format(abi->driver, driver);
	gvm_nv_version_format(abi->rows, rows);
	gvm_print_add_text(object, "driver", driver);
	gvm_print_add_text(object, "rows", rows);
	gvm_print_add_text(object, "known", gvm_cmd_abi_known(abi->known));
	json_object_object_add(object, "structures", new_structures(abi));
	json_object_object_add(object, "controls", new_controls(abi));
	json_object_object_add(object, "constants", new_constants(abi));
	gvm_print_json("abi", object);
}
