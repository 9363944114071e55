/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What the tests of the observer share: a driver, a script and what the
 *        observer says.
 *
 * The observer runs as it does for a user. Whenever it waits, the next step of
 * the script changes the machine; when there is no step left, it is told to
 * end by a real SIGTERM. While it waits without events, the clock of the
 * machine moves.
 */
#ifndef GVM_TESTS_UNIT_LIFECYCLE_SHOW_H
#define GVM_TESTS_UNIT_LIFECYCLE_SHOW_H

#include "unit.h"

#include "fake-nvidia.h"
#include "lifecycle/observe.h"

/** @brief Address of the first GPU. */
#define SHOW_GPU_1 "0000:41:00.0"
/** @brief Address of the second GPU. */
#define SHOW_GPU_2 "0000:81:00.0"
/** @brief UUID of domain "alpha", which has claims. */
#define SHOW_ALPHA "7a1c0d5e-93f4-4b52-8a6d-2f3f5a0e1b0a"
/** @brief UUID of domain "beta", which has a QEMU only. */
#define SHOW_BETA "7a1c0d5e-93f4-4b52-8a6d-2f3f5a0e1b0b"
/** @brief QEMU of domain "alpha". */
#define SHOW_QEMU_1 4701
/** @brief QEMU of domain "beta". */
#define SHOW_QEMU_2 4702
/** @brief NVIDIA's manager. */
#define SHOW_MANAGER 812

/** @brief A release of the driver. */
struct show_release {
	const char *release;	/**< The release. */
	bool starts;		/**< It has the start protocol. */
};

/** @brief Releases of every kind; the last one has no name. */
extern const struct show_release show_releases[];

struct stage;

/** @brief A step of the script. */
typedef void (*show_step)(struct stage *show);

/** @brief An observer on an imitated machine. */
struct stage {
	struct gvm_host host;		/**< The machine; the first member. */
	struct gvm_host_ops ops;	/**< Its operations. */
	struct fake_host *fake;		/**< The machine. Owned. */
	const show_step *steps;		/**< What happens, ended by NULL. */
	bool hangs_up;			/**< Events end as if the driver did. */
	GString *told;			/**< Lines "EVENT GPU UUID DOMAIN". */
	GString *messages;		/**< Its sentences, one a line. */
	struct gvm_observe_options options;	/**< What is wanted. */
};

/**
 * @brief Set the stage: a driver with two GPUs, type 1001 and two vGPUs.
 *
 * FAKE_UUID_1 is on the first GPU and claimed for "alpha", FAKE_UUID_2 is on
 * the second one and nobody's.
 *
 * @param release  Release of the driver.
 * @return A new show.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Fails the test.
 */
struct stage *show_new(const char *release);

/**
 * @brief Set the stage with a driver whose release nobody has measured.
 * @param release  What the driver says that it is.
 * @param rows     Release whose layouts it has.
 * @return A new show.
 * @norestriction
 * @sideeffect As show_new().
 * @failure Fails the test.
 */
struct stage *show_new_as(const char *release, const char *rows);

/**
 * @brief Clear the stage, and insist that nothing was left in the driver.
 * @param show  The show, or NULL.
 * @norestriction
 * @sideeffect Removes the directory.
 * @failure Fails the test.
 */
void show_free(struct stage *show);

GVM_DEFINE_AUTOPTR(stage, show_free)

/**
 * @brief Let the observer run until the script ends.
 * @param show   The show.
 * @param steps  The script, ended by NULL.
 * @param err    Where to store the error, or NULL.
 * @return What gvm_observe_run() returns.
 * @norestriction
 * @sideeffect Fills what was told.
 * @failure Those of gvm_observe_run().
 */
bool show_run(struct stage *show, const show_step *steps, GError **err);

/**
 * @brief Let the observer run, which must succeed.
 * @param show   The show.
 * @param steps  The script, ended by NULL.
 * @norestriction
 * @sideeffect Fills what was told.
 * @failure Fails the test.
 */
void show_play(struct stage *show, const show_step *steps);

/**
 * @brief Insist on what was told, but for the mode.
 * @param show  The show.
 * @param text  Lines "EVENT GPU UUID DOMAIN", each with a newline; "-" stands
 *              for what an event does not have.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
void show_expect(const struct stage *show, const char *text);

/**
 * @brief Insist on a part of what was said in sentences.
 * @param show  The show.
 * @param part  The part.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
void show_expect_said(const struct stage *show, const char *part);

/**
 * @brief Let NVIDIA's manager run.
 * @param show  The show.
 * @norestriction
 * @sideeffect Creates its files.
 * @nofailure
 */
void show_manager(struct stage *show);

/**
 * @brief Let a QEMU open the first vGPU.
 * @param show  The show.
 * @norestriction
 * @sideeffect It waits for an answer.
 * @failure Fails the test when it need not wait.
 */
void show_open_1(struct stage *show);

/**
 * @brief Let a QEMU open the second vGPU.
 * @param show  The show.
 * @norestriction
 * @sideeffect As show_open_1().
 * @failure As show_open_1().
 */
void show_open_2(struct stage *show);

/**
 * @brief Let domain "alpha" run on the first vGPU.
 * @param show  The show.
 * @norestriction
 * @sideeffect The driver tells.
 * @nofailure
 */
void show_run_1(struct stage *show);

/**
 * @brief Let domain "beta" run on the second vGPU.
 * @param show  The show.
 * @norestriction
 * @sideeffect The driver tells.
 * @nofailure
 */
void show_run_2(struct stage *show);

/**
 * @brief Let the guest of the first vGPU end.
 * @param show  The show.
 * @norestriction
 * @sideeffect The driver tells.
 * @nofailure
 */
void show_stop_1(struct stage *show);

/**
 * @brief Let the guest load its driver and get a licence.
 * @param show  The show.
 * @norestriction
 * @sideeffect The driver knows it, but tells nobody.
 * @nofailure
 */
void show_load_1(struct stage *show);

/**
 * @brief Let nothing happen, so that the interval passes.
 * @param show  The show; unused.
 * @pure
 */
void show_nothing(struct stage *show);

/**
 * @brief Insist on how a start was answered.
 * @param show     The show.
 * @param uuid     UUID of the vGPU.
 * @param start    Whether it waits, or was answered yes or no.
 * @param status   The status that it was answered with.
 * @param vm_name  Name of the domain that the driver was told.
 * @param vm_uuid  UUID of it.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
void show_expect_answer(struct stage *show, const char *uuid,
			enum rmsim_start start, uint32_t status,
			const char *vm_name, const char *vm_uuid);

/**
 * @brief Insist that nobody would be told of a start.
 * @param show  The show.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
void show_insist_on_silence(struct stage *show);

#endif /* GVM_TESTS_UNIT_LIFECYCLE_SHOW_H */
