// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Gives files to a fuzz target, for compilers without libFuzzer.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

/**
 * @brief Give one file to the target.
 * @param path  The file.
 * @return false when it could not be read.
 * @norestriction
 * @nosideeffect
 * @failure Aborts when something does not hold that must.
 */
static bool replay(const char *path)
{
	g_autofree char *text = NULL;
	g_autofree uint8_t *exact = NULL;
	size_t len = 0;

	if (!g_file_get_contents(path, &text, &len, NULL)) {
		fprintf(stderr, "replay: cannot read %s\n", path);
		return false;
	}
	/* Memory that ends where the input does, so that more is noticed. */
	exact = g_memdup2(text, len);
	LLVMFuzzerTestOneInput(exact, len);

	return true;
}

/**
 * @brief Give each file or folder of files to the target.
 * @param argc  Number of arguments.
 * @param argv  The arguments: files and folders.
 * @return 0 when all were given and there was one at least.
 * @norestriction
 * @nosideeffect
 * @failure Aborts when something does not hold that must.
 */
int main(int argc, char **argv)
{
	unsigned int passed = 0;
	unsigned int failed = 0;

	for (int i = 1; i < argc; i++) {
		g_autoptr(GDir) dir = g_dir_open(argv[i], 0, NULL);
		const char *name = NULL;

		if (!dir)
			*(replay(argv[i]) ? &passed : &failed) += 1;
		while (dir && (name = g_dir_read_name(dir))) {
			g_autofree char *path = g_build_filename(argv[i], name,
								 NULL);

			*(replay(path) ? &passed : &failed) += 1;
		}
	}
	printf("%u passed, %u failed\n", passed, failed);

	return failed || !passed ? EXIT_FAILURE : EXIT_SUCCESS;
}
