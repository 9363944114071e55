// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The table of commands.
 */
#include "cmd/cmd.h"

#include "cmd/commands.h"

/** @brief Every command, in the order of the usage text. */
static const struct gvm_cmd *const commands[] = {
	&gvm_cmd_parents,
	&gvm_cmd_types,
	&gvm_cmd_list,
	&gvm_cmd_create,
	&gvm_cmd_destroy,
	&gvm_cmd_nodedev_xml,
	&gvm_cmd_plan,
	&gvm_cmd_register,
	&gvm_cmd_import,
	&gvm_cmd_sriov,
	&gvm_cmd_reconcile,
	&gvm_cmd_check,
	&gvm_cmd_observe,
	&gvm_cmd_attach,
	&gvm_cmd_detach,
	&gvm_cmd_pool,
	&gvm_cmd_hook,
	&gvm_cmd_callout,
	&gvm_cmd_help,
};

/** @brief Options that all commands have. */
static const struct gvm_option options[] = {
	{ "--json", NULL, NULL, "print one JSON document", false },
	{ "--dry-run", NULL, NULL, "show what would be changed, change nothing",
	  false },
	{ "--verbose", "-v", NULL, "show on stderr what goes to the journal", false },
	{ "--quiet", "-q", NULL, "leave out the sentences for people", false },
	{ "--root", NULL, "DIR", "take DIR as the root directory", false },
	{ "--help", "-h", NULL, "show the usage", false },
	{ "--version", NULL, NULL, "show the version", false },
	{ 0 },
};

const struct gvm_cmd *const *gvm_table_all(size_t *n)
{
	*n = G_N_ELEMENTS(commands);

	return commands;
}

const struct gvm_option *gvm_table_options(void)
{
	return options;
}

const struct gvm_cmd *gvm_table_find(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		if (g_str_equal(commands[i]->name, name))
			return commands[i];

	return NULL;
}
