// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of waiting, and of the order to end.
 */
#include "unit.h"
#include "host/poll.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

/** @brief Descriptors that a tool may have added to the limit. */
#define SPARE 4096
/** @brief Longer than any wait of these tests takes, in milliseconds. */
#define LONG_MS 60000

/**
 * @brief A descriptor that is ready ends the wait; time ends it otherwise.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_wait_ends_by_descriptor_or_time(void **state)
{
	gvm_autofd int fd = eventfd(0, EFD_CLOEXEC);
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
	struct gvm_host live;

	(void)state;
	gvm_host_init(&live, "/", &gvm_host_real);
	assert_int_equal(gvm_host_poll(&live, &poll_fd, 1, 1), 0);
	assert_int_equal(eventfd_write(fd, 1), 0);
	assert_int_equal(gvm_host_poll(&live, &poll_fd, 1, LONG_MS), 1);
	assert_int_equal(poll_fd.revents, POLLIN);
	gvm_host_close(&live);
}

/**
 * @brief Each signal that means "end" arrives on the descriptor and does not
 *        end the process, neither then nor later.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test, or is killed.
 */
static void a_signal_is_an_order_to_end(void **state)
{
	static const int signals[] = { SIGTERM, SIGINT, SIGHUP };
	struct gvm_host live;

	(void)state;
	gvm_host_init(&live, "/", &gvm_host_real);
	for (size_t i = 0; i < G_N_ELEMENTS(signals); i++) {
		g_auto(gvm_ending) ending = { .fd = -1 };
		struct pollfd poll_fd;

		assert_int_equal(gvm_ending_open(&ending), 0);
		poll_fd = (struct pollfd) { ending.fd, POLLIN, 0 };
		assert_int_equal(gvm_host_poll(&live, &poll_fd, 1, 0), 0);
		assert_int_equal(kill(getpid(), signals[i]), 0);
		assert_int_equal(gvm_host_poll(&live, &poll_fd, 1, LONG_MS), 1);
		/* Impatient people send two. */
		assert_int_equal(kill(getpid(), signals[i]), 0);
		assert_int_equal(kill(getpid(), SIGTERM), 0);
	}
	gvm_host_close(&live);
}

/**
 * @brief Afterwards the signals do what they did before.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_signals_are_given_back(void **state)
{
	struct gvm_ending ending = { .fd = -1 };
	sigset_t before;
	sigset_t now;

	(void)state;
	sigemptyset(&now);
	sigaddset(&now, SIGHUP);
	sigprocmask(SIG_SETMASK, &now, &before);

	assert_int_equal(gvm_ending_open(&ending), 0);
	sigprocmask(SIG_SETMASK, NULL, &now);
	assert_true(sigismember(&now, SIGTERM));
	assert_true(sigismember(&now, SIGINT));
	gvm_ending_clear(&ending);
	assert_int_equal(ending.fd, -1);
	gvm_ending_clear(&ending);
	sigprocmask(SIG_SETMASK, &before, &now);
	assert_false(sigismember(&now, SIGTERM));
	assert_false(sigismember(&now, SIGINT));
	assert_true(sigismember(&now, SIGHUP));
}

/**
 * @brief Handle a signal by doing nothing.
 * @param number  Its number; unused.
 * @pure
 */
static void do_nothing(int number)
{
	(void)number;
}

/**
 * @brief Another signal is no failure: it only looks like an early end.
 * @param state  Unused.
 * @norestriction
 * @sideeffect Installs a handler of SIGALRM.
 * @failure Fails the test.
 */
static void another_signal_is_no_failure(void **state)
{
	gvm_autofd int fd = eventfd(0, EFD_CLOEXEC);
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN, .revents = 1 };
	g_autofree struct pollfd *many = NULL;
	struct rlimit limit;
	struct gvm_host live;

	(void)state;
	gvm_host_init(&live, "/", &gvm_host_real);
	signal(SIGALRM, do_nothing);
	alarm(1);
	assert_int_equal(gvm_host_poll(&live, &poll_fd, 1, LONG_MS), 0);
	assert_int_equal(poll_fd.revents, 0);
	/* More descriptors than the process may ever have. */
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	many = g_new0(struct pollfd, limit.rlim_max + SPARE);
	assert_int_equal(gvm_host_poll(&live, many, limit.rlim_max + SPARE, 0),
			 -EINVAL);
	gvm_host_close(&live);
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
		cmocka_unit_test(a_wait_ends_by_descriptor_or_time),
		cmocka_unit_test(a_signal_is_an_order_to_end),
		cmocka_unit_test(the_signals_are_given_back),
		cmocka_unit_test(another_signal_is_no_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
