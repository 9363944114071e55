// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of reading what users and libvirt hand over.
 */
#include "unit.h"
#include "host/input.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

/**
 * @brief Make a pipe into which another process writes.
 * @param size   How many bytes it writes.
 * @param piece  How many at a time.
 * @return The reading end.
 * @norestriction
 * @sideeffect Starts a process that ends when everything is written or
 *             nobody reads any more.
 * @failure Fails the test.
 */
static int pipe_with(size_t size, size_t piece)
{
	int ends[2];

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	if (fork() == 0) {
		g_autofree char *text = g_strnfill(piece, 'x');

		close(ends[0]);
		while (size > 0) {
			ssize_t n = write(ends[1], text, MIN(size, piece));

			if (n < 0)
				_exit(1);
			size -= n;
		}
		_exit(0);
	}
	close(ends[1]);

	return ends[0];
}

/**
 * @brief What arrives in pieces is put together, whatever their size.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_pipe_is_read_to_its_end(void **state)
{
	static const size_t sizes[] = { 0, 1, 4096, 16384, 16385, 100000,
					1 << 20 };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
		gvm_autofd int fd = pipe_with(sizes[i], 1009);
		g_autofree char *text = NULL;
		size_t len = 42;

		assert_int_equal(gvm_input_read_fd(fd, 1 << 20, &text, &len),
				 0);
		assert_int_equal(len, sizes[i]);
		assert_int_equal(strlen(text), sizes[i]);
		wait(NULL);
	}
}

/**
 * @brief The bound is exact, and not more than one byte beyond it is taken.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_too_large_is_refused(void **state)
{
	static const size_t bounds[] = { 0, 5, 16384, 16385, 50000 };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bounds); i++) {
		gvm_autofd int fits = pipe_with(bounds[i], 4096);
		gvm_autofd int over = pipe_with(bounds[i] + 2, 4096);
		g_autofree char *text = NULL;
		g_autofree char *none = NULL;
		size_t len = 0;
		char last;

		assert_int_equal(gvm_input_read_fd(fits, bounds[i], &text,
						   &len), 0);
		assert_int_equal(len, bounds[i]);
		assert_int_equal(gvm_input_read_fd(over, bounds[i], &none,
						   &len), -EFBIG);
		assert_null(none);
		assert_int_equal(read(over, &last, 1), 1);
		wait(NULL);
		wait(NULL);
	}
}

/**
 * @brief Bytes are kept as they are, NUL included.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void bytes_are_kept(void **state)
{
	g_autoptr(fake_host) fake = fake_host_new("empty");
	g_autofree char *path = g_build_filename(fake->root, "etc/x", NULL);
	g_autofree char *text = NULL;
	size_t len = 0;

	(void)state;
	fake_tree_bytes(fake->root, "etc/x", "a\0b\n", 4);

	assert_int_equal(gvm_input_read_file(path, 100, &text, &len), 0);
	assert_int_equal(len, 4);
	assert_memory_equal(text, "a\0b\n", 5);
}

/**
 * @brief A file that cannot be read is told by its errno.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_bad_file_is_told(void **state)
{
	g_autofree char *text = NULL;
	size_t len = 7;

	(void)state;
	assert_int_equal(gvm_input_read_file("/nonexistent", 100, &text, &len),
			 -ENOENT);
	assert_int_equal(gvm_input_read_file("/", 100, &text, &len), -EISDIR);
	assert_int_equal(gvm_input_read_fd(-1, 100, &text, &len), -EBADF);
	assert_null(text);
	assert_int_equal(len, 7);
}

/**
 * @brief A dash means standard input.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_dash_is_standard_input(void **state)
{
	gvm_autofd int saved = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 10);
	gvm_autofd int fd = pipe_with(10, 10);
	g_autofree char *text = NULL;
	size_t len = 0;
	int rc;

	(void)state;
	dup2(fd, STDIN_FILENO);
	rc = gvm_input_read_file("-", 100, &text, &len);
	if (saved >= 0)
		dup2(saved, STDIN_FILENO);
	wait(NULL);

	assert_int_equal(rc, 0);
	assert_int_equal(len, 10);
}

/**
 * @brief Run the tests of this file.
 * @return How many failed.
 * @norestriction
 * @sideeffect Prints the results.
 * @nofailure
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pipe_is_read_to_its_end),
		cmocka_unit_test(what_is_too_large_is_refused),
		cmocka_unit_test(bytes_are_kept),
		cmocka_unit_test(a_bad_file_is_told),
		cmocka_unit_test(a_dash_is_standard_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
