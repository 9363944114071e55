/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief An imitated PCI bus: functions, drivers, and who has which.
 *
 * The rules are those of Linux 6.1 and 6.12. A driver is loaded when it has a
 * directory. Probing gives a function without driver the one that its
 * "driver_override" names, else the one that knows it; that there is none is no
 * error. A VFIO driver gives a function its "vfio-dev" and the node of its
 * group, and does not let go of one that a program holds: the write that asks
 * for it never returns, and only the links to the driver are gone. Whatever else
 * is written for such a function waits as well: the kernel's lock of the device
 * is held. (So does reading its "driver_override", which files cannot imitate.)
 *
 * What it needs to remember is kept in the machine itself:
 * @verbatim
.fake/pci/FUNCTION/driver     driver that knows it
.fake/pci/FUNCTION/leaving    exists: its driver cannot let go
.fake/pci/FUNCTION/stuck      exists: nor could it
.fake/pci/FUNCTION/physfn     function that has it as a virtual one
.fake/pci/FUNCTION/sriov/...  see fake-sriov.h
.fake/group, .fake/busy, .fake/blocked   see fake-mdev.h
@endverbatim
 */
#ifndef GVM_TESTS_FAKE_PCI_H
#define GVM_TESTS_FAKE_PCI_H

#include <stdbool.h>

/** @brief A function on the bus. */
struct fake_pci {
	const char *address;	/**< Its address. */
	const char *above;	/**< Directory of its bus; NULL: of its root. */
	const char *driver;	/**< Driver that knows it, or NULL. */
	const char *beside;	/**< Function whose group it is in, or NULL. */
	const char *physfn;	/**< Its physical function, or NULL. */
	unsigned int vendor;	/**< PCI vendor id. */
	unsigned int device;	/**< PCI device id. */
	unsigned int subvendor;	/**< PCI subsystem vendor id. */
	unsigned int subdevice;	/**< PCI subsystem device id. */
	unsigned int class;	/**< Class, of six digits. */
	int numa_node;		/**< NUMA node, -1 for none. */
	unsigned int total_vfs;	/**< Most virtual functions; 0: no SR-IOV. */
	unsigned int offset;	/**< From itself to the first one. */
	unsigned int stride;	/**< From one to the next. */
	unsigned int vf_device;	/**< PCI device id of them. */
	const char *vf_driver;	/**< Driver that knows them, or NULL. */
	bool manual;		/**< Its driver makes none when asked. */
	const char *admin;	/**< Below its directory: "vf1" and so on. */
};

/**
 * @brief Put a function there; its driver takes it if that is loaded.
 * @param root  The machine.
 * @param pci   What it is.
 * @restriction Hold the lock of the machine if others use it.
 * @sideeffect Creates its directory and its entries.
 * @failure Ends the process.
 */
void fake_pci_add(const char *root, const struct fake_pci *pci);

/**
 * @brief Take a function away.
 * @param root     The machine.
 * @param address  The function.
 * @return 0, or FAKE_BLOCKED.
 * @restriction Hold the lock of the machine if others use it.
 * @sideeffect Takes it from its driver, and removes its directory.
 * @failure FAKE_BLOCKED for one that a program holds.
 */
int fake_pci_drop(const char *root, const char *address);

/**
 * @brief Tell whether a name is that of a function on this bus.
 * @param root  The machine.
 * @param name  Any name.
 * @return true when it is.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
bool fake_pci_is(const char *root, const char *name);

/**
 * @brief Read which driver has a function.
 * @param root     The machine.
 * @param address  The function.
 * @return A new string, or NULL for none.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
char *fake_pci_driver_of(const char *root, const char *address);

/**
 * @brief Write what "uevent" of a function says.
 * @param root     The machine.
 * @param address  The function.
 * @norestriction
 * @sideeffect Replaces the file.
 * @failure Ends the process.
 */
void fake_pci_uevent(const char *root, const char *address);

/**
 * @brief Put what VFIO gives a function, or take it away.
 * @param root     The machine.
 * @param address  The function.
 * @param there    Whether it is there from now on.
 * @restriction Hold the lock of the machine if others use it.
 * @sideeffect The node of its group goes with the last of the group.
 * @failure Ends the process.
 */
void fake_pci_vfio(const char *root, const char *address, bool there);

/**
 * @brief Give a function without driver the one it should have.
 * @param root     The machine.
 * @param address  The function.
 * @return 0, or a negative errno.
 * @restriction Hold the lock of the machine if others use it.
 * @sideeffect Creates the links, if that driver is loaded.
 * @failure -EINVAL when a program holds others of its group.
 */
int fake_pci_probe(const char *root, const char *address);

/**
 * @brief Let a driver be unable to let a function go, or able again.
 * @param root     The machine.
 * @param address  The function.
 * @param stuck    Whether it is from now on.
 * @norestriction
 * @sideeffect What waited for it is finished.
 * @nofailure
 */
void fake_pci_stick(const char *root, const char *address, bool stuck);

/**
 * @brief Take a function from its driver.
 * @param root     The machine.
 * @param address  The function.
 * @return 0, or FAKE_BLOCKED.
 * @restriction Hold the lock of the machine if others use it.
 * @sideeffect Removes the links.
 * @failure FAKE_BLOCKED when a program holds it.
 */
int fake_pci_unbind(const char *root, const char *address);

/**
 * @brief Load a driver, or unload it.
 * @param root    The machine.
 * @param name    Its name.
 * @param loaded  Whether it is loaded from now on.
 * @norestriction
 * @sideeffect Its directory is there, or not. Functions that it knows are not
 *             given to it; those that it has are taken from it.
 * @failure Ends the process.
 */
void fake_pci_driver(const char *root, const char *name, bool loaded);

/**
 * @brief React to a write to a file of the bus.
 * @param root   The machine.
 * @param path   Path of the file, below the root.
 * @param value  What was written.
 * @param rc     Where to put 0, or the negative errno the kernel would give.
 * @return false when it is no such file.
 * @restriction Hold the lock of the machine.
 * @sideeffect Gives functions to drivers, takes them away, makes virtual ones.
 * @failure -ENODEV for a function that there is not, that the driver does not
 *          know (bind) or does not have (unbind); -EBUSY for one that a driver
 *          has (bind); FAKE_BLOCKED for one that a program holds. See
 *          fake_sriov_write().
 */
bool fake_pci_write(const char *root, const char *path, const char *value,
		    int *rc);

/**
 * @brief Give a function to a driver before the test.
 * @param root     The machine.
 * @param address  The function.
 * @param driver   A driver, by "driver_override", or NULL for none.
 * @norestriction
 * @sideeffect As the writes, but unseen by script and log.
 * @failure Ends the process when the kernel refuses.
 */
void fake_pci_give(const char *root, const char *address, const char *driver);

/**
 * @brief Tell which file says that the group of a function is held.
 * @param root     The machine.
 * @param address  The function.
 * @return A new path below the root.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
char *fake_pci_busy(const char *root, const char *address);

/**
 * @brief Let a program hold a function through VFIO, as QEMU does, or go.
 * @param root     The machine.
 * @param address  The function.
 * @param held     Whether it is held from now on.
 * @norestriction
 * @sideeffect Its group is busy, or free; what waited for it is finished.
 * @failure Ends the process when VFIO does not have it.
 */
void fake_pci_hold(const char *root, const char *address, bool held);

/**
 * @brief Change the bus of a machine, for make-host.
 * @param root     The machine.
 * @param n_words  How many words.
 * @param words    "driver NAME", "no-driver NAME", "bind FUNCTION DRIVER",
 *                 "unbind FUNCTION", "stick FUNCTION", "loose FUNCTION" or
 *                 "vfs FUNCTION NUMBER".
 * @return false when the words are none of these.
 * @norestriction
 * @sideeffect See the function of that name.
 * @failure Ends the process.
 */
bool fake_pci_command(const char *root, int n_words, char **words);

#endif /* GVM_TESTS_FAKE_PCI_H */
