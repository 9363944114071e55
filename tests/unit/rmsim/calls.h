/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Calls to the simulated driver, as a client that knows the release.
 *
 * Offsets and sizes are spelled out here and in the tests: what the driver's
 * own tables say is what is tested.
 */
#ifndef GVM_TESTS_UNIT_RMSIM_CALLS_H
#define GVM_TESTS_UNIT_RMSIM_CALLS_H

#include "unit.h"

/** @brief Statuses that tests expect. */
enum calls_status {
	OK = 0x0,			/**< Done. */
	ILLEGAL_ACTION = 0x16,		/**< Not from here. */
	DUPLICATE_NAME = 0x19,		/**< The handle is in use. */
	NO_RESOURCES = 0x1a,		/**< No room. */
	NO_PERMISSION = 0x1b,		/**< Not root, or no node. */
	INVALID_ARGUMENT = 0x1f,	/**< Also: a wrong size. */
	INVALID_CLASS = 0x22,		/**< No such class. */
	INVALID_CLIENT = 0x23,		/**< No such client here. */
	INVALID_EVENT = 0x28,		/**< Not the event that is asked. */
	INVALID_HANDLE = 0x33,		/**< No such object. */
	INVALID_PARENT = 0x36,		/**< A parent of another class. */
	INVALID_STRUCT = 0x3a,		/**< A wrong size. */
	INVALID_STATE = 0x40,		/**< Not now. */
	NOT_SUPPORTED = 0x56,		/**< Not in this release. */
	NOT_FOUND = 0x57,		/**< There is none. */
	GENERIC = 0xffff,		/**< No event waits. */
};

/** @brief Handle of the device of a test. */
#define CALLS_DEVICE 0x11
/** @brief Handle of its subdevice. */
#define CALLS_SUBDEVICE 0x12
/** @brief Handle of its vGPU configuration. */
#define CALLS_CONFIG 0x13
/** @brief Descriptor number of an event. */
#define CALLS_FD 77

/** @brief A driver with two GPUs and one client. */
struct rm_calls {
	struct rmsim *sim;		/**< The driver. Owned. */
	struct rmsim_env env;		/**< Its machine. */
	unsigned int alloc_status;	/**< Where an allocation's status is. */
	bool root;			/**< The caller is root. */
	unsigned int changed;		/**< Types were published so often. */
	unsigned int answers;		/**< Starts were answered so often. */
	int woken;			/**< The last file that was woken. */
	int control;			/**< File of the control node. */
	int node;			/**< File of the first GPU's node. */
	uint32_t client;		/**< Handle of the client. */
};

/**
 * @brief Make a driver with a client that has everything open.
 * @param release  Which release.
 * @return A new driver, freed with calls_free().
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
struct rm_calls *calls_new(const char *release);

/**
 * @brief Make a driver that nobody has opened.
 * @param release  Which release.
 * @return A new driver, freed with calls_free().
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
struct rm_calls *calls_bare(const char *release);

/**
 * @brief Free a driver.
 * @param calls  The driver, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void calls_free(struct rm_calls *calls);

GVM_DEFINE_AUTOPTR(rm_calls, calls_free)

/**
 * @brief Make an ioctl.
 * @param calls  The driver.
 * @param file   On which file.
 * @param nr     Which one.
 * @param size   Size of its argument.
 * @param arg    Its argument.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect As rmsim_ioctl().
 * @failure As rmsim_ioctl().
 */
int calls_ioctl(struct rm_calls *calls, int file, uint32_t nr, uint32_t size,
		void *arg);

/**
 * @brief Allocate an object.
 * @param calls   The driver.
 * @param parent  Handle of the parent.
 * @param handle  Handle of the object.
 * @param class   Its class.
 * @param params  Its parameters, or NULL.
 * @return The status.
 * @norestriction
 * @sideeffect There may be one object more.
 * @failure Fails the test when the ioctl fails.
 */
uint32_t calls_alloc(struct rm_calls *calls, uint32_t parent, uint32_t handle,
		     uint32_t class, const void *params);

/**
 * @brief Free an object.
 * @param calls   The driver.
 * @param handle  The object.
 * @return The status.
 * @norestriction
 * @sideeffect The object is gone.
 * @failure Fails the test when the ioctl fails.
 */
uint32_t calls_drop(struct rm_calls *calls, uint32_t handle);

/**
 * @brief Make a control call.
 * @param calls   The driver.
 * @param object  The object.
 * @param cmd     The control.
 * @param params  Its parameters, or NULL.
 * @param size    Their size.
 * @return The status.
 * @norestriction
 * @sideeffect That of the control.
 * @failure Fails the test when the ioctl fails.
 */
uint32_t calls_control(struct rm_calls *calls, uint32_t object, uint32_t cmd,
		       void *params, uint32_t size);

/**
 * @brief Subscribe to a notifier, with a file of its own.
 * @param calls   The driver.
 * @param object  Whose notifier.
 * @param cmd     The object's EVENT_SET_NOTIFICATION.
 * @param index   Which notifier, with flags.
 * @return Index of the file.
 * @norestriction
 * @sideeffect There is one event object more, of handle 0x20 + the notifier.
 * @failure Fails the test.
 */
int calls_subscribe(struct rm_calls *calls, uint32_t object, uint32_t cmd,
		    uint32_t index);

/**
 * @brief Read a number.
 * @param bytes   From where.
 * @param offset  At which place.
 * @return The number.
 * @pure
 */
uint32_t calls_u32(const void *bytes, size_t offset);

/**
 * @brief Write a number.
 * @param bytes   To where.
 * @param offset  At which place.
 * @param value   The number.
 * @norestriction
 * @sideeffect Writes to @p bytes.
 * @nofailure
 */
void calls_set_u32(void *bytes, size_t offset, uint32_t value);

#endif /* GVM_TESTS_UNIT_RMSIM_CALLS_H */
