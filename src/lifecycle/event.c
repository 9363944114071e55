// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Journal entries about vGPUs.
 */
#include "lifecycle/event.h"

#include "host/host.h"

/** @brief Name under which "journalctl -t" finds our entries. */
#define IDENTIFIER "gvmctl"
/** @brief More fields than any entry has. */
#define FIELDS_MAX 12

/** @brief An entry that is being put together. */
struct entry {
	GLogField fields[FIELDS_MAX];	/**< Its fields; strings borrowed. */
	size_t n;			/**< How many there are. */
};

/**
 * @brief Add a field to an entry.
 * @param entry  The entry.
 * @param key    Name of the field, in journald's spelling.
 * @param value  Its value; nothing is added for NULL.
 * @restriction @p value must live until the entry is written.
 * @sideeffect Grows the entry.
 * @nofailure
 */
static void add(struct entry *entry, const char *key, const char *value)
{
	if (!value)
		return;
	g_assert(entry->n < FIELDS_MAX);
	entry->fields[entry->n++] = (GLogField) { key, value, -1 };
}

/**
 * @brief Begin an entry.
 * @param entry    The entry.
 * @param message  Its sentence.
 * @restriction @p message must live until the entry is written.
 * @sideeffect Fills the entry.
 * @nofailure
 */
static void begin(struct entry *entry, const char *message)
{
	entry->n = 0;
	add(entry, "MESSAGE", message);
	add(entry, "SYSLOG_IDENTIFIER", IDENTIFIER);
}

void gvm_event_vgpu(struct gvm_host *host, GLogLevelFlags level,
		    const char *operation, const struct gvm_claim *claim,
		    int64_t began, const char *detail)
{
	g_autofree char *duration = NULL;
	g_autofree char *message = NULL;
	struct entry entry;

	message = g_strdup_printf("%s vGPU %s, %s on %s, for %s%s%s",
				  operation, claim->device,
				  claim->type ? claim->type : "type unknown",
				  claim->parent ? claim->parent : "parent unknown",
				  claim->domain ? claim->domain : claim->owner,
				  detail ? ": " : "", detail ? detail : "");
	if (began)
		duration = g_strdup_printf("%" G_GINT64_FORMAT,
					   g_get_monotonic_time() - began);

	begin(&entry, message);
	add(&entry, "GVM_OPERATION", operation);
	add(&entry, "GVM_UUID", claim->device);
	add(&entry, "GVM_PARENT", claim->parent);
	add(&entry, "GVM_TYPE", claim->type);
	add(&entry, "GVM_OWNER", claim->owner);
	add(&entry, "GVM_DOMAIN", claim->domain);
	add(&entry, "GVM_DURATION_US", duration);
	gvm_host_log(host, level, entry.fields, entry.n);
}

void gvm_event_parent(struct gvm_host *host, GLogLevelFlags level,
		      const char *operation, const char *parent, int64_t began,
		      const char *message)
{
	g_autofree char *duration = NULL;
	struct entry entry;

	duration = g_strdup_printf("%" G_GINT64_FORMAT,
				   g_get_monotonic_time() - began);
	begin(&entry, message);
	add(&entry, "GVM_OPERATION", operation);
	add(&entry, "GVM_PARENT", parent);
	add(&entry, "GVM_DURATION_US", duration);
	gvm_host_log(host, level, entry.fields, entry.n);
}

void gvm_event_seen(struct gvm_host *host, GLogLevelFlags level,
		    const char *message, const struct gvm_event_seen *seen)
{
	const char *driver = seen->guest_driver;
	struct entry entry;

	begin(&entry, message);
	add(&entry, "GVM_EVENT", seen->event);
	add(&entry, "GVM_GPU", seen->gpu);
	add(&entry, "GVM_UUID", seen->uuid);
	add(&entry, "GVM_DEVICE", seen->device);
	add(&entry, "GVM_TYPE", seen->type);
	add(&entry, "GVM_OWNER", seen->owner);
	add(&entry, "GVM_DOMAIN", seen->domain);
	add(&entry, "GVM_FRAMEBUFFER_USED", seen->framebuffer_used);
	add(&entry, "GVM_GUEST_DRIVER", driver && *driver ? driver : NULL);
	add(&entry, "GVM_LICENSE", seen->license);
	gvm_host_log(host, level, entry.fields, entry.n);
}

void gvm_event_note(struct gvm_host *host, GLogLevelFlags level,
		    const char *domain, const char *message)
{
	struct entry entry;

	begin(&entry, message);
	add(&entry, "GVM_DOMAIN", domain);
	gvm_host_log(host, level, entry.fields, entry.n);
}
