/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What the tests of the driver's client share: every test is run for
 *        every release.
 *
 * Each run has a machine of its own, with two GPUs of a host of vGPUs. After
 * it, nothing may be open or allocated in the driver.
 */
#ifndef GVM_TESTS_UNIT_NVIDIA_EACH_H
#define GVM_TESTS_UNIT_NVIDIA_EACH_H

#include "unit.h"

#include "nvidia/config.h"

/** @brief How many releases a test is run for. */
#define EACH_RELEASES 11
/** @brief Address of the first GPU. */
#define EACH_GPU_1 "0000:41:00.0"
/** @brief Address of the second GPU. */
#define EACH_GPU_2 "0000:81:00.0"
/** @brief Minor number of the first GPU; not its place in the list. */
#define EACH_MINOR_1 1
/** @brief Minor number of the second GPU. */
#define EACH_MINOR_2 0

/** @brief Number of the type of these tests. */
#define EACH_TYPE 1001
/** @brief The virtual function of the first GPU that has the vGPU. */
#define EACH_PARENT "0000:41:00.4"

/** @brief Releases in which every layout and rule is met; ended by NULL. */
extern const char *const each_releases[EACH_RELEASES + 1];

/** @brief One run of a test. */
struct each_case {
	struct fake_host *fake;		/**< The machine. Owned. */
	const char *release;		/**< Release of its driver. */
};

/** @brief A machine whose driver's answers are changed on their way. */
struct each_forger {
	struct gvm_host host;		/**< The machine; the first member. */
	struct gvm_host_ops ops;	/**< Its operations. */
	uint32_t cmd;			/**< Control whose answer is changed. */
	const void *from;		/**< Bytes that are in it. */
	const void *to;			/**< What they become. */
	size_t len;			/**< How many. */
	unsigned int n;			/**< How often it was done. */
};

/** @brief A test of the table. */
struct each_test {
	const char *name;		/**< Its name. */
	CMUnitTestFunction run;		/**< The test; state is a case. */
};

/** @brief A row of the table of tests. */
#define each_row(test) { #test, test }

/**
 * @brief Run every test for every release.
 * @param tests  The tests.
 * @param n      How many.
 * @return How many runs failed.
 * @norestriction
 * @sideeffect Prints the results.
 * @failure A run fails that leaves something in the driver.
 */
int each_run(const struct each_test *tests, size_t n);

/**
 * @brief Put the driver and two GPUs into a machine without any.
 * @param fake     The machine.
 * @param release  What the driver says that it is.
 * @param rows     Release whose layouts it has.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
void each_load(struct fake_host *fake, const char *release, const char *rows);

/**
 * @brief Make a machine whose driver has a number that nobody has measured.
 * @param rows  Release whose layouts it has.
 * @return A new machine, freed with fake_host_free().
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
struct fake_host *each_unknown(const char *rows);

/**
 * @brief Make a client, which must succeed.
 * @param fake  The machine.
 * @return A new client.
 * @norestriction
 * @sideeffect See gvm_rm_new().
 * @failure Fails the test.
 */
struct gvm_rm *each_client(struct fake_host *fake);

/**
 * @brief List the GPUs, the first one open and with its configuration object.
 * @param rm  The client.
 * @return A new array of struct gvm_nv_gpu.
 * @norestriction
 * @sideeffect See gvm_nv_gpu_open() and gvm_nv_gpu_configure().
 * @failure Fails the test.
 */
GPtrArray *each_gpus(struct gvm_rm *rm);

/**
 * @brief Describe a type that every release takes.
 * @param id  Its number.
 * @return A new type.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
struct gvm_profile *each_type(uint32_t id);

/**
 * @brief Register EACH_TYPE on the first GPU, and create FAKE_UUID_1 of it on
 *        EACH_PARENT.
 * @param fake  The machine.
 * @norestriction
 * @sideeffect Type and vGPU appear in the machine.
 * @failure Fails the test.
 */
void each_add_vgpu(struct fake_host *fake);

/**
 * @brief Let the driver answer, and spoil the parameters of what it refuses;
 *        a call of struct gvm_host_ops.
 * @param host     The machine.
 * @param fd       The descriptor.
 * @param request  The request.
 * @param arg      Its argument.
 * @return What the driver returns.
 * @norestriction
 * @sideeffect That of the call.
 * @failure As fake_kernel_ops.
 */
int each_spoil(struct gvm_host *host, int fd, unsigned long request,
	       void *arg);

/**
 * @brief Let the answers of a control be changed: the first bytes that are
 *        found become others.
 * @param forger  What is changed; its host is made, to be closed by the
 *                caller.
 * @param fake    The machine.
 * @norestriction
 * @sideeffect Fills host and ops.
 * @nofailure
 */
void each_forge(struct each_forger *forger, const struct fake_host *fake);

/**
 * @brief Count the calls that left a certain line in the driver's log.
 * @param fake  The machine.
 * @param line  The line, such as "NV01_ROOT = 0"; without " = " it stands for
 *              all calls of that name.
 * @return How many.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
unsigned int each_count(const struct fake_host *fake, const char *line);

/**
 * @brief Insist on what is open and allocated in the driver.
 * @param fake  The machine.
 * @param n     How much.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
void each_expect_left(const struct fake_host *fake, unsigned int n);

/**
 * @brief Read the clock of a machine.
 * @param fake  The machine.
 * @return Milliseconds.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
uint64_t each_clock(const struct fake_host *fake);

#endif /* GVM_TESTS_UNIT_NVIDIA_EACH_H */
