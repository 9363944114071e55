/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What the tests of registration share: a driver, a file of types, and
 *        looks at what the driver got.
 *
 * What arrived is read from the simulated driver by NVIDIA's names of its
 * fields, whose places come from the table of facts, not from the program.
 */
#ifndef GVM_TESTS_UNIT_LIFECYCLE_MUSTER_H
#define GVM_TESTS_UNIT_LIFECYCLE_MUSTER_H

#include "unit.h"

#include "lifecycle/register.h"

/** @brief Address of the first GPU, which is a parent itself. */
#define MUSTER_GPU_1 "0000:41:00.0"
/** @brief Address of the second GPU, which has virtual functions. */
#define MUSTER_GPU_2 "0000:81:00.0"
/** @brief The first of them. */
#define MUSTER_VF "0000:81:00.4"
/** @brief Bytes of a MiB. */
#define MUSTER_MIB (UINT64_C(1) << 20)
/** @brief Number of the control that sends a type. */
#define MUSTER_SET_INFO 0xa0810101
/** @brief Number of the control that tells what a type is. */
#define MUSTER_TYPE_INFO 0xa0810103
/** @brief Number of the control that lists types. */
#define MUSTER_SUPPORTED 0xa0810104
/** @brief Number of the control that publishes types. */
#define MUSTER_PUBLISH 0xa0810109

/** @brief The releases that all must hold for; the last one is NULL. */
extern const char *const muster_releases[];

struct parade;

/** @brief Called before an ioctl; may change the machine. */
typedef void (*muster_watch)(struct parade *muster, uint32_t cmd);

/** @brief A driver, files of types and a wish. */
struct parade {
	struct gvm_host host;		/**< The machine; the first member. */
	struct gvm_host_ops ops;	/**< Its operations. */
	struct fake_host *fake;		/**< The machine. Owned. */
	GPtrArray *files;		/**< struct gvm_profiles. Owned. */
	struct gvm_register_wish wish;	/**< What is wanted. */
	muster_watch watch;		/**< Told of each ioctl, or NULL. */
	unsigned int seen;		/**< For the use of @ref watch. */
	char *after;			/**< What an apply has printed. */
};

/**
 * @brief Set up a driver with two GPUs and a file without types.
 * @param release  Release of the driver.
 * @return A new muster.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
struct parade *muster_new(const char *release);

/**
 * @brief Set up a driver with GPUs that are parents themselves.
 * @param release  What the driver says that it is.
 * @param rows     Release whose layouts it has.
 * @param n_gpus   How many GPUs, at most RMSIM_GPUS.
 * @return A new muster.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
struct parade *muster_new_as(const char *release, const char *rows,
			     unsigned int n_gpus);

/**
 * @brief Insist that nothing is left open or allocated, and free all.
 * @param muster  The muster, or NULL.
 * @norestriction
 * @sideeffect Removes the directory.
 * @failure Fails the test.
 */
void muster_free(struct parade *muster);

GVM_DEFINE_AUTOPTR(parade, muster_free)

/**
 * @brief Add a file without selectors and types.
 * @param muster  The muster.
 * @return The file, which @p muster owns.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
struct gvm_profiles *muster_file(struct parade *muster);

/**
 * @brief Add a type of 2048 MiB to the last file.
 * @param muster  The muster.
 * @param id      Its number.
 * @return The type, which @p muster owns; more may be given.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
struct gvm_profile *muster_type(struct parade *muster, uint32_t id);

/**
 * @brief Forget all files, and begin a new one.
 * @param muster  The muster.
 * @norestriction
 * @sideeffect Frees memory.
 * @nofailure
 */
void muster_forget(struct parade *muster);

/**
 * @brief Plan what is wanted.
 * @param muster  The muster.
 * @param err     Where to store the error.
 * @return What gvm_register_plan() returns.
 * @norestriction
 * @sideeffect Those of gvm_register_plan().
 * @failure Those of gvm_register_plan().
 */
struct gvm_register *muster_plan(struct parade *muster, GError **err);

/**
 * @brief Plan and carry out, as the command does.
 * @param muster  The muster.
 * @param err     Where to store the error.
 * @return What gvm_register_apply() returns, false when there is no plan.
 * @norestriction
 * @sideeffect Those of both; parade::after has a line for each type, "GPU ID
 *             STATE".
 * @failure Those of both; fails the test when a type is left in the middle, or
 *          failed without a word.
 */
bool muster_try(struct parade *muster, GError **err);

/**
 * @brief Plan and carry out, which must succeed.
 * @param muster  The muster.
 * @norestriction
 * @sideeffect As muster_try().
 * @failure Fails the test.
 */
void muster_do(struct parade *muster);

/**
 * @brief Plan and carry out, which must fail.
 * @param muster  The muster.
 * @param code    Code of the error.
 * @param part    What its sentence must contain.
 * @norestriction
 * @sideeffect As muster_try().
 * @failure Fails the test.
 */
void muster_refuse(struct parade *muster, enum gvm_error code,
		   const char *part);

/**
 * @brief Insist on what became of the types.
 * @param muster  The muster, after muster_try().
 * @param text    A line for each, "GPU ID STATE".
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
void muster_expect(const struct parade *muster, const char *text);

/**
 * @brief Insist on a part of what was said of the types.
 * @param reg   The registration.
 * @param part  The part.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
void muster_expect_note(const struct gvm_register *reg, const char *part);

/**
 * @brief Insist on the list that the driver has of a GPU.
 * @param muster  The muster.
 * @param gpu     Place of the GPU.
 * @param ids     Numbers, with a blank before each.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
void muster_expect_list(struct parade *muster, unsigned int gpu,
			const char *ids);

/**
 * @brief Count calls that were made since they were last forgotten.
 * @param muster  The muster.
 * @param name    NVIDIA's name of a control or class.
 * @return The number.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
unsigned int muster_calls(struct parade *muster, const char *name);

/**
 * @brief Send a type past the program, as NVIDIA's service does.
 * @param muster  The muster.
 * @param gpu     Place of the GPU.
 * @param id      Its number.
 * @norestriction
 * @sideeffect It is in the driver's list of the GPU.
 * @failure Fails the test.
 */
void muster_send(struct parade *muster, unsigned int gpu, uint32_t id);

#endif /* GVM_TESTS_UNIT_LIFECYCLE_MUSTER_H */
