/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Registration: sending types of our own to NVIDIA's driver.
 */
#ifndef GVM_LIFECYCLE_REGISTER_H
#define GVM_LIFECYCLE_REGISTER_H

#include <glib.h>
#include <stdbool.h>

#include "nvidia/config.h"
#include "util/cleanup.h"

struct gvm_host;

/** @brief How NVIDIA's driver names the directory of a type in sysfs. */
#define GVM_REGISTER_TYPE_FORMAT "nvidia-%u"

/** @brief What to do about ids that the driver knows already. */
enum gvm_register_mode {
	GVM_REGISTER_STRICT,	/**< Fine when equal, else refuse. */
	GVM_REGISTER_KEEP,	/**< Leave them as they are. */
	GVM_REGISTER_REPLACE,	/**< Empty the lists and send all anew. */
};

/** @brief What is wanted. */
struct gvm_register_wish {
	enum gvm_register_mode mode;	/**< About ids that are known. */
	const char *force_abi;	/**< Release whose rows to take, or NULL. */
	const char *gpu;	/**< Address of the only GPU, NULL for all. */
	uint32_t type;		/**< Id of the only type, 0 for all. */
	bool check;		/**< Only look at files, layout and GPUs. */
	bool dry_run;		/**< Plan, but change nothing. */
};

/** @brief What became of a type on a GPU. */
enum gvm_register_state {
	GVM_REGISTER_PLANNED,		/**< It is to be sent. */
	GVM_REGISTER_VALID,		/**< Nothing is wrong with it. */
	GVM_REGISTER_PRESENT,		/**< The driver has it already. */
	GVM_REGISTER_SENT,		/**< Sent, not read back yet. */
	GVM_REGISTER_REGISTERED,	/**< Sent and read back. */
	GVM_REGISTER_FAILED,		/**< It is not there as wanted. */
	GVM_REGISTER_STATES		/**< How many states there are. */
};

/** @brief A type on a GPU. */
struct gvm_register_type {
	struct gvm_profile *type;	/**< With all its fields. Owned. */
	enum gvm_register_state state;	/**< What became of it. */
	char *error;			/**< Why it failed, or NULL. Owned. */
	char *note;			/**< What else to say, or NULL. */
};

/** @brief A GPU that gets types. */
struct gvm_register_gpu {
	struct gvm_nv_gpu *gpu;		/**< Borrowed; NULL without driver. */
	GPtrArray *types;		/**< struct gvm_register_type. */
	GArray *listed;			/**< uint32_t: ids the driver lists. */
	enum gvm_nv_config_state state;	/**< How far the driver's list is. */
	bool discard;			/**< The list is to be emptied first. */
	bool publish;			/**< There is something to publish. */
	GError *lost;			/**< Why it cannot be opened or asked,
					 *   or NULL. Owned.
					 */
};

/** @brief A registration, planned or done. */
struct gvm_register {
	struct gvm_host *host;		/**< The machine. Borrowed. */
	struct gvm_rm *rm;		/**< The client, or NULL. Owned. */
	GPtrArray *gpus;		/**< struct gvm_nv_gpu, by address. */
	GPtrArray *plan;		/**< struct gvm_register_gpu. Owned. */
	GHashTable *known;		/**< Id to what the driver said of it
					 *   before, struct gvm_profile or
					 *   NULL. Owned.
					 */
	GHashTable *back;		/**< Id to what the driver said of it
					 *   after it was sent. Owned.
					 */
	GError *failure;		/**< The first one, or NULL. Owned. */
	bool interrupted;		/**< A signal has come. */
	int lock;			/**< The machine's lock, or -1. */
};

/**
 * @brief Free a registration, closing GPUs and client.
 * @param reg  The registration, or NULL.
 * @norestriction
 * @sideeffect Frees what was allocated in the driver, the youngest first, and
 *             gives the lock back.
 * @nofailure
 */
void gvm_register_free(struct gvm_register *reg);

GVM_DEFINE_AUTOPTR(gvm_register, gvm_register_free)

/**
 * @brief Plan a registration: check everything for all GPUs.
 *
 * A GPU that cannot be opened or asked does not keep the others from their
 * types: its own are FAILED in the result, see gvm_register_good().
 *
 * @param host   The machine; must outlive the result.
 * @param files  struct gvm_profiles.
 * @param wish   What is wanted.
 * @param err    Where to store the error, or NULL.
 * @return A new registration, or NULL.
 * @restriction With @c check and no driver only the files are looked at, and
 *              the result has no client.
 * @sideeffect Takes the machine's lock, unless nothing is to be changed.
 *             Opens the GPUs that get types, and no others; makes only
 *             reading calls.
 * @failure GVM_ERROR_INVALID, with file and line, for what is wrong with a
 *          file or a type; GVM_ERROR_EXISTS when the driver knows an id with
 *          other parameters; GVM_ERROR_NO_CAPACITY when its table is too
 *          small; GVM_ERROR_BUSY when lists are to be emptied and there are
 *          vGPUs; GVM_ERROR_UNSUPPORTED without a driver that can, and on a
 *          release that is not known; GVM_ERROR_USAGE when a known release is
 *          to be taken for another one; those of the client.
 */
struct gvm_register *gvm_register_plan(struct gvm_host *host,
				       const GPtrArray *files,
				       const struct gvm_register_wish *wish,
				       GError **err);

/**
 * @brief Carry a registration out and read it back.
 *
 * A type that fails does not stop the others; SIGINT, SIGTERM and SIGHUP do,
 * between two of them.
 *
 * @param reg  From gvm_register_plan(); the state of each type is set.
 * @param err  Where to store the error, or NULL.
 * @return true when all types are there as wanted.
 * @restriction Once for each plan. The three signals are blocked meanwhile.
 * @sideeffect Types appear in the driver and in sysfs; writes the records
 *             below /run/gvm/types; waits for the kernel; journal entries.
 * @failure The first failure; each type says its own.
 */
bool gvm_register_apply(struct gvm_register *reg, GError **err);

/**
 * @brief List the names of the types that are or would be there.
 * @param reg  The registration.
 * @return A new set of strings such as "nvidia-1001".
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
GHashTable *gvm_register_names(const struct gvm_register *reg);

/**
 * @brief Name the call that publishes types in this release.
 * @param reg  The registration, with a client.
 * @return NVIDIA's name of the control; static.
 * @pure
 */
const char *gvm_register_publish_name(const struct gvm_register *reg);

/**
 * @brief Add something to what is said of a type.
 * @param type  The type.
 * @param text  Part of a sentence.
 * @norestriction
 * @sideeffect Extends its note.
 * @nofailure
 */
void gvm_register_note(struct gvm_register_type *type, const char *text);

/**
 * @brief Note that a type failed.
 * @param reg    The registration; keeps the first failure of all.
 * @param type   The type.
 * @param cause  Why; taken over.
 * @norestriction
 * @sideeffect Changes both.
 * @nofailure
 */
void gvm_register_fail(struct gvm_register *reg, struct gvm_register_type *type,
		       GError *cause);

/**
 * @brief Note that all types of a GPU failed that are in a certain state.
 * @param reg    The registration.
 * @param plan   The GPU.
 * @param state  The state.
 * @param cause  Why; taken over.
 * @norestriction
 * @sideeffect Changes both.
 * @nofailure
 */
void gvm_register_fail_all(struct gvm_register *reg,
			   struct gvm_register_gpu *plan,
			   enum gvm_register_state state, GError *cause);

/**
 * @brief Give a GPU up that cannot be opened or asked, before anything is sent.
 * @param reg    The registration.
 * @param plan   The GPU; its types in state VALID become FAILED.
 * @param cause  Why; taken over.
 * @norestriction
 * @sideeffect Changes both. The sentence begins with the GPU where it did not
 *             name it.
 * @nofailure
 */
void gvm_register_lose(struct gvm_register *reg, struct gvm_register_gpu *plan,
		       GError *cause);

/**
 * @brief Say whether all is well.
 * @param reg  The registration.
 * @param err  Where to store the error, or NULL.
 * @return true when nothing has failed so far.
 * @norestriction
 * @nosideeffect
 * @failure The first failure of all.
 */
bool gvm_register_good(const struct gvm_register *reg, GError **err);

/**
 * @brief Count the types of a GPU in a certain state.
 * @param plan   The GPU.
 * @param state  The state.
 * @return The number.
 * @pure
 */
unsigned int gvm_register_count(const struct gvm_register_gpu *plan,
				enum gvm_register_state state);

/**
 * @brief Name a state, for tables and JSON.
 * @param state  The state.
 * @return A static string.
 * @pure
 */
const char *gvm_register_state_name(enum gvm_register_state state);

#endif /* GVM_LIFECYCLE_REGISTER_H */
