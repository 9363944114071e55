// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of reading pools.
 *
 * That all is refused which the schema refuses is another test; here it is
 * what is read, what the sentences say, and what no schema can say.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "refusal.h"
#include "xml/pools.h"

/** @brief Start of a file of pools. */
#define BEGIN "<pools xmlns='" GVM_POOLS_NS "'>\n"
/** @brief End of a file of pools. */
#define END "</pools>"
/** @brief A pool of one vGPU, whose attributes come next. */
#define ONE BEGIN "<pool name='a' count='1'>\n<vgpu "
/** @brief End of that pool. */
#define ONE_END "/></pool>" END

/** @brief Three pools with all that there is. */
#define THREE								\
	BEGIN "<pool name='a b' count='004'>\n"				\
	"<vgpu type='nvidia-1001' placement='pack'>\n"			\
	"<attr name='x/y' value='1'/><attr name='z' value=''/></vgpu></pool>\n" \
	"<pool name='c' count='0'><vgpu framebuffer='2' parent='p'/></pool>" \
	"<pool name='d' count='1'><vgpu name='GRID'/></pool>" END

/**
 * @brief Read a file of pools and drop it.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param err   Where to store the error, or NULL.
 * @return true when it was taken.
 * @norestriction
 * @nosideeffect
 * @failure What gvm_pools_parse() refuses.
 */
static bool take(const char *text, size_t len, GError **err)
{
	g_autoptr(GPtrArray) pools =
		gvm_pools_parse(text, len, REFUSAL_NAME, err);

	return pools;
}

/**
 * @brief Read a file of pools that is good.
 * @param text  The document.
 * @return struct gvm_pool.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static GPtrArray *read_good(const char *text)
{
	g_autoptr(GError) err = NULL;
	GPtrArray *pools = gvm_pools_parse(text, strlen(text), REFUSAL_NAME,
					   &err);

	if (!pools)
		fail_msg("%s", err->message);

	return pools;
}

/**
 * @brief All that a pool says is read.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void all_of_it_is_read(void **state)
{
	g_autoptr(GPtrArray) pools = read_good(THREE);
	const struct gvm_pool *pool = gvm_pools_find(pools, "a b");
	const struct gvm_attr *attr;

	(void)state;
	assert_int_equal(pools->len, 3);
	assert_int_equal(pool->count, 4);
	assert_string_equal(pool->where, "t.xml:2");
	assert_string_equal(pool->wish->where, "t.xml:3");
	assert_string_equal(pool->wish->type, "nvidia-1001");
	assert_true(pool->wish->placed && pool->wish->mdev);
	assert_int_equal(pool->wish->placement, GVM_PLACEMENT_PACK);
	assert_int_equal(pool->wish->attrs->len, 2);
	attr = g_ptr_array_index(pool->wish->attrs, 0);
	assert_string_equal(attr->name, "x/y");
	assert_string_equal(attr->value, "1");
	pool = gvm_pools_find(pools, "c");
	assert_int_equal(pool->count, 0);
	assert_true(pool->wish->framebuffer == 2u << 20);
	assert_string_equal(pool->wish->parent, "p");
	assert_false(pool->wish->placed);
	assert_string_equal(gvm_pools_find(pools, "d")->wish->name, "GRID");
	assert_null(gvm_pools_find(pools, "e"));
}

/**
 * @brief What is wrong is said with its line.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_wrong_is_said(void **state)
{
	static const struct refusal list[] = {
		{ "<pools/>",
		  "t.xml:1: this is no file of pools: its root must be pools of namespace " },
		{ BEGIN "<pol/>" END,
		  "t.xml:2: pools has the unknown element 'pol'" },
		{ BEGIN "<pool name='a'/>" END,
		  "t.xml:2: pool needs name and count" },
		{ BEGIN "<pool name='a' count='1025'/>" END,
		  "t.xml:2: count '1025' of pool is not a number from 0 to 1024" },
		{ BEGIN "<pool name='a' count='1'/>" END,
		  "t.xml:2: pool needs a vgpu" },
		{ BEGIN "<pool name='a' count='1'>\n<gpu/></pool>" END,
		  "t.xml:3: pool has the unknown element 'gpu'" },
		{ ONE "type='t'/>\n<vgpu type='t'" ONE_END,
		  "t.xml:4: vgpu is there a second time" },
		{ ONE ONE_END,
		  "t.xml:3: vgpu of a pool needs one of type, name and framebuffer" },
		{ ONE "type='t' name='T'" ONE_END,
		  "t.xml:3: vgpu may have only one of type, name and framebuffer" },
		{ ONE "type='t' uuid='c2177883-f1bb-47f0-914d-32a22e3a8804'" ONE_END,
		  "t.xml:3: vgpu has the unknown attribute 'uuid'" },
		{ ONE "type='t' placement='numa'" ONE_END,
		  "t.xml:3: placement 'numa' is for domains, a pool has no memory to be near: " },
		{ ONE "type='t'>\n<attr name='remove' value='1'/></vgpu><vgpu type='t'" ONE_END,
		  "t.xml:4: attr 'remove' is not an attribute that may be written" },
		{ ONE "type='t'/></pool>\n<pool name='a' count='2'><vgpu type='u'" ONE_END,
		  "t.xml:4: pool 'a' is there a second time" },
		{ "<!DOCTYPE pools>" BEGIN END,
		  "t.xml:1: a document type is not allowed" },
	};

	(void)state;
	refusal_check_all(take, list, G_N_ELEMENTS(list), "", "");
}

/**
 * @brief The number of pools in a file is bounded.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void their_number_is_bounded(void **state)
{
	g_autoptr(GString) text = g_string_new(BEGIN);
	g_autofree char *good = NULL;

	(void)state;
	for (int i = 0; i < GVM_POOLS_MAX; i++)
		g_string_append_printf(text, "<pool name='%d' count='1'><vgpu type='t'/></pool>",
				       i);
	good = g_strconcat(text->str, END, NULL);
	g_ptr_array_unref(read_good(good));
	g_string_append(text, "\n<pool name='x' count='1'><vgpu type='t'/></pool>" END);
	refusal_check(take, text->str, text->len,
		      "t.xml:3: there are more than 256 pools: use several files");
}

/**
 * @brief A file that is cut off or damaged is refused, or read to its end.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void damage_is_survived(void **state)
{
	(void)state;
	refusal_check_cuts(take,
			   ONE "type='t'><attr name='a' value='b'/></vgpu></pool>" END);
}

/**
 * @brief Run the tests.
 * @return 0 when all passed.
 * @norestriction
 * @nosideeffect
 * @failure Non-zero when one failed.
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_of_it_is_read),
		cmocka_unit_test(what_is_wrong_is_said),
		cmocka_unit_test(their_number_is_bounded),
		cmocka_unit_test(damage_is_survived),
	};

	return cmocka_run_group_tests_name("pools", tests, NULL, NULL);
}
