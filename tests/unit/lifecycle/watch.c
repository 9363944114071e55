// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief A machine that lets a test look at every operation on it.
 */
#include "watch.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/**
 * @brief Find the watch that a machine is a part of.
 * @param host  The machine.
 * @return The watch.
 * @pure
 */
static struct watch *of(struct gvm_host *host)
{
	return (struct watch *)((char *)host - offsetof(struct watch, host));
}

/**
 * @brief Tell the test about an operation.
 * @param host   The machine.
 * @param op     The operation.
 * @param path   Its path.
 * @param after  Whether it has been done.
 * @norestriction
 * @sideeffect Whatever the test does.
 * @nofailure
 */
static void tell(struct gvm_host *host, const char *op, const char *path,
		 bool after)
{
	struct watch *watch = of(host);

	watch->moment++;
	if (watch->look)
		watch->look(watch, op, path, after);
}

/**
 * @brief A watched write.
 * @param host   The machine.
 * @param path   As for gvm_host_store().
 * @param value  As for gvm_host_store().
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect As for gvm_host_store().
 * @failure As for gvm_host_store().
 */
static int watch_store(struct gvm_host *host, const char *path,
		       const char *value)
{
	int rc;

	tell(host, "store", path, false);
	rc = fake_kernel_ops.store(host, path, value);
	tell(host, "store", path, true);

	return rc;
}

/**
 * @brief A watched write by another process.
 * @param host        The machine.
 * @param path        As for gvm_host_store_detached().
 * @param value       As for gvm_host_store_detached().
 * @param timeout_ms  As for gvm_host_store_detached().
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect As for gvm_host_store_detached().
 * @failure As for gvm_host_store_detached().
 */
static int watch_store_detached(struct gvm_host *host, const char *path,
				const char *value, unsigned int timeout_ms)
{
	int rc;

	tell(host, "store-detached", path, false);
	rc = fake_kernel_ops.store_detached(host, path, value, timeout_ms);
	tell(host, "store-detached", path, true);

	return rc;
}

/**
 * @brief A watched run of a program.
 * @param host        The machine.
 * @param argv        As for gvm_host_run().
 * @param timeout_ms  As for gvm_host_run().
 * @return Its exit status, or a negative errno.
 * @norestriction
 * @sideeffect As for gvm_host_run().
 * @failure As for gvm_host_run().
 */
static int watch_run(struct gvm_host *host, const char *const *argv,
		     unsigned int timeout_ms)
{
	int rc;

	tell(host, "run", argv[0], false);
	rc = fake_kernel_ops.run(host, argv, timeout_ms);
	tell(host, "run", argv[0], true);

	return rc;
}

/**
 * @brief A watched look at a device node.
 * @param host  The machine.
 * @param path  As for gvm_host_probe().
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect As for gvm_host_probe().
 * @failure As for gvm_host_probe().
 */
static int watch_probe(struct gvm_host *host, const char *path)
{
	int rc;

	tell(host, "probe", path, false);
	rc = fake_kernel_ops.probe(host, path);
	tell(host, "probe", path, true);

	return rc;
}

/**
 * @brief A watched passing of time.
 * @param host  The machine.
 * @param ms    Milliseconds.
 * @norestriction
 * @sideeffect As for gvm_host_wait().
 * @nofailure
 */
static void watch_wait(struct gvm_host *host, unsigned int ms)
{
	tell(host, "wait", "", false);
	fake_kernel_ops.wait(host, ms);
	tell(host, "wait", "", true);
}

/**
 * @brief A watched look at the clock.
 * @param host  The machine.
 * @return Seconds since boot.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static uint64_t watch_now(struct gvm_host *host)
{
	tell(host, "now", "", false);

	return fake_kernel_ops.now(host);
}

/**
 * @brief A watched entry in the journal.
 * @param host      The machine.
 * @param level     As for gvm_host_log().
 * @param fields    As for gvm_host_log().
 * @param n_fields  As for gvm_host_log().
 * @norestriction
 * @sideeffect As for gvm_host_log().
 * @nofailure
 */
static void watch_log(struct gvm_host *host, GLogLevelFlags level,
		      const GLogField *fields, size_t n_fields)
{
	tell(host, "log", "", false);
	fake_kernel_ops.log(host, level, fields, n_fields);
	tell(host, "log", "", true);
}

/** @brief The operations of a watched machine. */
static const struct gvm_host_ops watch_ops = {
	.store = watch_store,
	.store_detached = watch_store_detached,
	.run = watch_run,
	.probe = watch_probe,
	.wait = watch_wait,
	.now = watch_now,
	.log = watch_log,
};

void watch_open(struct watch *watch, struct fake_host *fake, watch_look look)
{
	*watch = (struct watch) { .fake = fake, .look = look };
	gvm_host_init(&watch->host, fake->root, &watch_ops);
}

void watch_close(struct watch *watch)
{
	gvm_host_close(&watch->host);
}

/**
 * @brief End the process when its moment has come.
 * @param watch  The machine; until is the moment.
 * @param op     Unused.
 * @param path   Unused.
 * @param after  Unused.
 * @norestriction
 * @sideeffect May end the process.
 * @nofailure
 */
static void die(struct watch *watch, const char *op, const char *path,
		bool after)
{
	(void)op;
	(void)path;
	(void)after;
	if (watch->moment == watch->until)
		kill(getpid(), SIGKILL);
}

bool watch_survives(struct fake_host *fake, watch_work what,
		    unsigned int moment)
{
	struct watch watch;
	pid_t child;
	int status;

	child = fork();
	if (child == 0) {
		watch_open(&watch, fake, die);
		watch.until = moment;
		status = what(&watch.host) ? 0 : 1;
		/* A leak checker asks now what is still held. */
		_exit(watch.fake ? status : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFSIGNALED(status)) {
		assert_int_equal(WTERMSIG(status), SIGKILL);
		return false;
	}
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);

	return true;
}

void watch_let_go(struct watch *watch, const char *op, const char *path,
		  bool after)
{
	(void)path;
	if (after && g_str_equal(op, "wait") && ++watch->until == 3)
		fake_mdev_let_go(watch->fake->root, FAKE_UUID_1);
}
