// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of how xenstore is asked.
 *
 * The answer is put there before the question: whoever asks waits for what
 * comes, whenever it came.
 */
#include "unit.h"
#include "host/real.h"
#include "host/xen.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

/** @brief What precedes the payload of each message. */
struct header {
	uint32_t kind;		/**< What it asks, or answers. */
	uint32_t request;	/**< Number of the question. */
	uint32_t transaction;	/**< None. */
	uint32_t len;		/**< Bytes that follow. */
};

/** @brief The kind of an error. */
#define KIND_ERROR 16

/** @brief Both ends of the way to the store. */
struct store_way {
	int ours;	/**< Where gvmctl asks. Owned. */
	int theirs;	/**< Where the store is. Owned. */
};

/**
 * @brief Close both ends.
 * @param way  The way.
 * @norestriction
 * @sideeffect Closes them.
 * @nofailure
 */
static void way_clear(struct store_way *way)
{
	gvm_fd_clear(&way->ours);
	gvm_fd_clear(&way->theirs);
}

GVM_DEFINE_AUTO(store_way, way_clear)

/**
 * @brief Open a way, with an answer on it.
 * @param kind     Kind of the answer.
 * @param payload  Its payload.
 * @param len      How many bytes of it there are.
 * @param claimed  How many the header says there are.
 * @return The way.
 * @norestriction
 * @sideeffect Opens two descriptors.
 * @failure Fails the test.
 */
static struct store_way answered(uint32_t kind, const char *payload, size_t len,
				 uint32_t claimed)
{
	const struct header header = { .kind = kind, .len = claimed };
	struct store_way way = { -1, -1 };
	int ends[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK |
				    SOCK_CLOEXEC, 0, ends), 0);
	way.ours = ends[0];
	way.theirs = ends[1];
	assert_int_equal(write(way.theirs, &header, sizeof(header)),
			 sizeof(header));
	assert_int_equal(write(way.theirs, payload, len), len);

	return way;
}

/**
 * @brief Ask for a value to which an error is the answer.
 * @param kind     Kind of the answer.
 * @param payload  Its payload, a string.
 * @return What the question came to.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test when something was stored.
 */
static int ask(uint32_t kind, const char *payload)
{
	g_auto(store_way) way = answered(kind, payload, strlen(payload),
				   strlen(payload));
	char *value = NULL;
	size_t len = 0;
	int rc;

	rc = gvm_real_xenstore_talk(way.ours, GVM_XENSTORE_READ, "/x", &value,
				    &len);
	if (rc < 0)
		assert_null(value);
	g_free(value);

	return rc;
}

/**
 * @brief The question is one message as xs_wire.h has it, and the answer is what
 * follows the header.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_question_is_a_header_and_a_path(void **state)
{
	static const char answer[] = "1\00012";
	g_auto(store_way) way = answered(GVM_XENSTORE_LIST, answer, 5, 5);
	char asked[sizeof(struct header) + 32] = { 0 };
	g_autofree char *value = NULL;
	struct header header;
	size_t len = 0;

	(void)state;
	assert_int_equal(gvm_real_xenstore_talk(way.ours, GVM_XENSTORE_LIST,
						"/local/domain", &value, &len),
			 0);
	assert_int_equal(len, 5);
	assert_memory_equal(value, answer, 5);
	assert_int_equal(value[5], '\0');
	assert_int_equal(read(way.theirs, asked, sizeof(asked)),
			 sizeof(header) + strlen("/local/domain") + 1);
	memcpy(&header, asked, sizeof(header));
	assert_int_equal(header.kind, 1);
	assert_int_equal(header.transaction, 0);
	assert_int_equal(header.len, strlen("/local/domain") + 1);
	assert_string_equal(asked + sizeof(header), "/local/domain");
}

/**
 * @brief An empty value is one.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_value_may_be_empty(void **state)
{
	(void)state;
	assert_int_equal(ask(GVM_XENSTORE_READ, ""), 0);
	assert_int_equal(ask(GVM_XENSTORE_READ, "/vm/x"), 0);
}

/**
 * @brief The errors of the store are told apart.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void errors_of_the_store_have_names(void **state)
{
	(void)state;
	assert_int_equal(ask(KIND_ERROR, "ENOENT"), -ENOENT);
	assert_int_equal(ask(KIND_ERROR, "EACCES"), -EACCES);
	assert_int_equal(ask(KIND_ERROR, "E2BIG"), -E2BIG);
	assert_int_equal(ask(KIND_ERROR, "EINVAL"), -EIO);
	assert_int_equal(ask(KIND_ERROR, ""), -EIO);
}

/**
 * @brief What is no answer to the question is none.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void another_answer_is_none(void **state)
{
	g_auto(store_way) way = answered(GVM_XENSTORE_READ, "", 0, 4097);
	g_autofree char *path = g_strnfill(4096, 'x');
	g_autofree char *value = NULL;
	size_t len = 0;

	(void)state;
	assert_int_equal(ask(GVM_XENSTORE_LIST, "x"), -EPROTO);
	assert_int_equal(gvm_real_xenstore_talk(way.ours, GVM_XENSTORE_READ,
						"/x", &value, &len), -EPROTO);
	assert_int_equal(gvm_real_xenstore_talk(way.ours, GVM_XENSTORE_READ,
						path, &value, &len), -E2BIG);
	assert_null(value);
}

/**
 * @brief A store that says half a word is not waited for, dead or alive.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void half_an_answer_is_not_waited_for(void **state)
{
	g_auto(store_way) dead = answered(GVM_XENSTORE_READ, "x", 1, 2);
	g_auto(store_way) alive = answered(GVM_XENSTORE_READ, "x", 1, 2);
	g_autofree char *value = NULL;
	gint64 began;
	size_t len = 0;

	(void)state;
	shutdown(dead.theirs, SHUT_WR);
	assert_int_equal(gvm_real_xenstore_talk(dead.ours, GVM_XENSTORE_READ,
						"/x", &value, &len), -EPIPE);
	began = g_get_monotonic_time();
	assert_int_equal(gvm_real_xenstore_talk(alive.ours, GVM_XENSTORE_READ,
						"/x", &value, &len),
			 -ETIMEDOUT);
	assert_true(g_get_monotonic_time() - began >= 1900000);
	assert_null(value);
}

/**
 * @brief A machine without the device does not look like one with an empty
 * store.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void no_store_is_not_an_empty_one(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *value = NULL;
	size_t len = 0;

	assert_int_equal(gvm_real_xenstore(&fake->host, GVM_XENSTORE_LIST,
					   "/local/domain", &value, &len),
			 -ENODEV);
}

/**
 * @brief Give a test a machine.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	*state = fake_host_new("empty");

	return 0;
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
		cmocka_unit_test(a_question_is_a_header_and_a_path),
		cmocka_unit_test(a_value_may_be_empty),
		cmocka_unit_test(errors_of_the_store_have_names),
		cmocka_unit_test(another_answer_is_none),
		cmocka_unit_test(half_an_answer_is_not_waited_for),
		unit_row(no_store_is_not_an_empty_one, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
