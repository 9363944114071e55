/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What the tests of the lifecycle share: requests, claims, and looks.
 *
 * Three domains play on an imitated machine. The libvirt daemon that starts
 * them is the process that runs the tests' parent: code under test takes its
 * own parent for the daemon.
 */
#ifndef GVM_TESTS_UNIT_LIFECYCLE_SCENE_H
#define GVM_TESTS_UNIT_LIFECYCLE_SCENE_H

#include "unit.h"

#include "lifecycle/plan.h"
#include "model/claim.h"
#include "model/request.h"

/** @brief Register a test that plays on the machine of scene_setup(). */
#define SCENE_TEST(name) \
	cmocka_unit_test_setup_teardown(name, scene_setup, unit_teardown)

/** @brief UUID of domain "alpha". */
#define SCENE_ALPHA "7a1c0d5e-93f4-4b52-8a6d-2f3f5a0e1b0a"
/** @brief UUID of domain "beta". */
#define SCENE_BETA "7a1c0d5e-93f4-4b52-8a6d-2f3f5a0e1b0b"

/** @brief A virtual function of the first GPU of machine "a10-two". */
#define SCENE_VF_1 "0000:41:00.4"
/** @brief The next one of the same GPU. */
#define SCENE_VF_2 "0000:41:00.5"
/** @brief A virtual function of the second GPU. */
#define SCENE_VF_3 "0000:81:00.4"
/** @brief The type that the tests ask for: 1024 MiB. */
#define SCENE_TYPE "nvidia-588"
/** @brief A type of 24576 MiB: one fills a GPU. */
#define SCENE_TYPE_ALL "nvidia-594"

/** @brief More UUIDs of devices. */
#define FAKE_UUID_4 "c2177883-f1bb-47f0-914d-32a22e3a8804"
/** @brief One more. */
#define FAKE_UUID_5 "c2177883-f1bb-47f0-914d-32a22e3a8805"

/** @brief Pid of a daemon that is no more. */
#define SCENE_DEAD_PID 4242

/**
 * @brief Give a test the machine "a10-two" with a living libvirt daemon.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
int scene_setup(void **state);

/**
 * @brief Make a machine with a living libvirt daemon.
 * @param machine  Its name.
 * @return A new machine.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
struct fake_host *scene_new(const char *machine);

/**
 * @brief Let the libvirt daemon of a machine die.
 * @param fake  The machine.
 * @norestriction
 * @sideeffect Removes its process.
 * @nofailure
 */
void scene_kill_daemon(struct fake_host *fake);

/**
 * @brief Make a list of requests.
 * @param first  The first request, then more, ended by NULL; taken over.
 * @return A new array.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
GPtrArray *scene_list(struct gvm_request *first, ...) G_GNUC_NULL_TERMINATED;

/**
 * @brief Make a request as a domain with metadata makes it.
 * @param uuid    UUID of the device.
 * @param type    Id of the type, or NULL.
 * @param parent  Parent, or NULL.
 * @return A new request.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
struct gvm_request *scene_request(const char *uuid, const char *type,
				  const char *parent);

/**
 * @brief Prepare domain "alpha" or "beta".
 * @param host      The machine.
 * @param owner     SCENE_ALPHA, SCENE_BETA or GVM_CLAIM_MANUAL.
 * @param requests  What it asks for.
 * @param err       Where to store the error.
 * @return What gvm_prepare_make() returns.
 * @norestriction
 * @sideeffect Those of gvm_prepare_make().
 * @failure Those of gvm_prepare_make().
 */
struct gvm_plan *scene_prepare(struct gvm_host *host, const char *owner,
			       const GPtrArray *requests, GError **err);

/**
 * @brief Prepare one device, which must succeed.
 * @param fake    The machine.
 * @param owner   As for scene_prepare().
 * @param uuid    UUID of the device.
 * @param type    Its type.
 * @param parent  Its parent, or NULL.
 * @norestriction
 * @sideeffect Makes the device and the claim.
 * @failure Fails the test.
 */
void scene_make(struct fake_host *fake, const char *owner, const char *uuid,
		const char *type, const char *parent);

/**
 * @brief Prepare one device, which must fail.
 * @param fake     The machine.
 * @param owner    As for scene_prepare().
 * @param request  What is asked for; taken over.
 * @param code     Code of the error.
 * @param part     What its sentence must contain.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
void scene_refuse(struct fake_host *fake, const char *owner,
		  struct gvm_request *request, enum gvm_error code,
		  const char *part);

/**
 * @brief Plan for some requests, changing nothing.
 * @param fake      The machine.
 * @param owner     As for scene_prepare().
 * @param requests  What is asked for.
 * @param err       Where to store the error, or NULL.
 * @return What gvm_prepare_plan() returns.
 * @norestriction
 * @nosideeffect
 * @failure Those of gvm_prepare_plan().
 */
struct gvm_plan *scene_plan(struct fake_host *fake, const char *owner,
			    const GPtrArray *requests, GError **err);

/**
 * @brief Insist on the steps that one request is planned to take.
 * @param fake     The machine.
 * @param owner    As for scene_prepare().
 * @param request  The request; taken over.
 * @param text     Descriptions of the steps, "; " between.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
void scene_expect_plan(struct fake_host *fake, const char *owner,
		       struct gvm_request *request, const char *text);

/**
 * @brief Insist that there is no plan for one request.
 * @param fake     The machine.
 * @param owner    As for scene_prepare().
 * @param request  The request; taken over.
 * @param code     Code of the error.
 * @param part     What its sentence must contain.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
void scene_refuse_plan(struct fake_host *fake, const char *owner,
		       struct gvm_request *request, enum gvm_error code,
		       const char *part);

/**
 * @brief Put a claim there as a crash would have left it.
 * @param fake    The machine.
 * @param uuid    UUID of the device.
 * @param owner   Who claimed it.
 * @param parent  Its parent.
 * @param type    Its type.
 * @param pid     Pid of the daemon that asked.
 * @norestriction
 * @sideeffect Writes the file.
 * @failure Fails the test.
 */
void scene_put_claim(struct fake_host *fake, const char *uuid,
		     const char *owner, const char *parent, const char *type,
		     int pid);

/**
 * @brief Read the claim of an owner on a device.
 * @param fake   The machine.
 * @param uuid   UUID of the device.
 * @param owner  The owner.
 * @return A new complete claim, or NULL when there is none.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test when it is damaged.
 */
struct gvm_claim *scene_claim(struct fake_host *fake, const char *uuid,
			      const char *owner);

/**
 * @brief Insist on a claim that covers an existing device.
 * @param fake   The machine.
 * @param uuid   UUID of the device.
 * @param owner  Its owner.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
void scene_expect_owned(struct fake_host *fake, const char *uuid,
			const char *owner);

/**
 * @brief Insist that neither a device nor any claim on it exists.
 * @param fake  The machine.
 * @param uuid  UUID of the device.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
void scene_expect_gone(struct fake_host *fake, const char *uuid);

/**
 * @brief Count the claims of a machine.
 * @param fake  The machine.
 * @return How many files there are, unfinished ones included.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
unsigned int scene_count_claims(struct fake_host *fake);

/**
 * @brief Insist that claims and devices match, one to one.
 * @param fake     The machine.
 * @param foreign  UUID of the one device that must exist without a claim, or
 *                 NULL when there is none.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
void scene_expect_in_order(struct fake_host *fake, const char *foreign);

/**
 * @brief Tell whether a vGPU is there.
 * @param fake  The machine.
 * @param uuid  UUID, or address of a function.
 * @return true when it is.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
bool scene_exists(struct fake_host *fake, const char *uuid);

/**
 * @brief Read where a device is.
 * @param fake  The machine.
 * @param uuid  UUID of the device.
 * @return "TYPE on PARENT" as a new string, or NULL when there is none.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
char *scene_place(struct fake_host *fake, const char *uuid);

/**
 * @brief Insist on where a device is.
 * @param fake   The machine.
 * @param uuid   UUID of the device.
 * @param place  "TYPE on PARENT".
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
void scene_expect_place(struct fake_host *fake, const char *uuid,
			const char *place);

/**
 * @brief Insist on a line of the journal.
 * @param fake   The machine.
 * @param parts  Texts that one and the same entry must contain, ended by
 *               NULL.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
void scene_expect_journal(struct fake_host *fake, const char *const *parts);

/**
 * @brief Spell the XML of a domain.
 * @param owner     SCENE_ALPHA or SCENE_BETA.
 * @param metadata  Entries of our metadata, or NULL for none.
 * @param uuid      UUID of its mdev hostdev, or NULL for none.
 * @return A new string.
 * @pure
 */
char *scene_xml(const char *owner, const char *metadata, const char *uuid);

#endif /* GVM_TESTS_UNIT_LIFECYCLE_SCENE_H */
