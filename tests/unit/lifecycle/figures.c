// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief A strict reader of figures.
 */
#include "figures.h"

void figures_clear(struct figures *got)
{
	g_clear_pointer(&got->samples, g_hash_table_unref);
	g_clear_pointer(&got->families, g_hash_table_unref);
	g_clear_pointer(&got->family, g_free);
}

/**
 * @brief Tell whether a text is a name of a figure or label.
 * @param text  The text.
 * @param len   Its length.
 * @return true when it is one.
 * @pure
 */
static bool is_name(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!g_ascii_isalpha(text[i]) && text[i] != '_' &&
		    (i == 0 || !g_ascii_isdigit(text[i])))
			return false;

	return len > 0;
}

/**
 * @brief Read the value of a label.
 * @param at   Behind the opening quote; moved behind the closing one.
 * @param out  Grows by the value.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void read_value(const char **at, GString *out)
{
	const char *p = *at;

	for (; *p != '"'; p++) {
		if (*p == '\0')
			fail_msg("a label has no end: %s", *at);
		if (*p == '\\') {
			p++;
			if (!strchr("n\"\\", *p))
				fail_msg("an unknown escape: \\%c", *p);
			g_string_append_c(out, *p == 'n' ? '\n' : *p);
		} else {
			g_string_append_c(out, *p);
		}
	}
	*at = p + 1;
}

/**
 * @brief Read one sample.
 * @param got   What was read so far.
 * @param line  The line.
 * @norestriction
 * @sideeffect Remembers it.
 * @failure Fails the test.
 */
static void read_sample(struct figures *got, const char *line)
{
	g_autoptr(GString) key = g_string_new(NULL);
	size_t len = strcspn(line, "{ ");
	const char *at = line + len;
	const char *digits;

	assert_true(is_name(line, len));
	g_string_append_len(key, line, len);
	assert_non_null(got->family);
	if (got->counter)
		assert_true(g_str_has_suffix(key->str, "_total"));
	assert_int_equal(strlen(got->family),
			 len - (got->counter ? strlen("_total") : 0));
	assert_true(g_str_has_prefix(key->str, got->family));
	for (char sign = '{'; *at == sign; sign = ',') {
		const char *name = at + 1;

		len = strcspn(name, "=");
		assert_true(is_name(name, len));
		g_string_append_printf(key, "%c%.*s=", sign, (int)len, name);
		at = name + len;
		assert_memory_equal(at, "=\"", 2);
		at += 2;
		read_value(&at, key);
		if (*at == '}') {
			g_string_append_c(key, '}');
			at++;
			break;
		}
		assert_int_equal(*at, ',');
	}
	assert_int_equal(*at, ' ');
	digits = at + 1;
	assert_int_equal(strspn(digits, "0123456789"), strlen(digits));
	assert_true(strlen(digits) > 0);
	if (!g_hash_table_insert(got->samples, g_strdup(key->str),
				 g_strdup(digits)))
		fail_msg("%s is there twice", key->str);
}

/**
 * @brief Read one line that describes a family.
 * @param got   What was read so far.
 * @param line  The line.
 * @norestriction
 * @sideeffect Changes it.
 * @failure Fails the test.
 */
static void read_comment(struct figures *got, const char *line)
{
	g_auto(GStrv) words = g_strsplit(line, " ", 4);

	if (g_str_equal(line, "# EOF")) {
		got->ended = true;
		return;
	}
	assert_int_equal(g_strv_length(words), 4);
	if (g_str_equal(words[1], "TYPE")) {
		g_free(got->family);
		got->family = g_strdup(words[2]);
		got->counter = g_str_equal(words[3], "counter");
		/* The only types that the older form knows as well. */
		if (!got->counter)
			assert_string_equal(words[3], "gauge");
		assert_true(g_hash_table_add(got->families,
					     g_strdup(words[2])));
		return;
	}
	assert_string_equal(words[2], got->family);
	if (g_str_equal(words[1], "UNIT")) {
		g_autofree char *suffix = g_strconcat("_", words[3], NULL);

		assert_true(g_str_has_suffix(words[2], suffix));
	} else {
		assert_string_equal(words[1], "HELP");
	}
}

void figures_read(const char *text, struct figures *got)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	guint n = g_strv_length(lines);

	got->samples = g_hash_table_new_full(g_str_hash, g_str_equal,
					     g_free, g_free);
	got->families = g_hash_table_new_full(g_str_hash, g_str_equal,
					      g_free, NULL);
	assert_true(g_utf8_validate(text, -1, NULL));
	assert_string_equal(lines[n - 1], "");
	for (guint i = 0; i + 1 < n; i++) {
		assert_false(got->ended);
		if (lines[i][0] == '#')
			read_comment(got, lines[i]);
		else
			read_sample(got, lines[i]);
	}
	assert_true(got->ended);
}

void figures_expect(const struct figures *got, const char *key,
		    const char *value)
{
	const char *found = g_hash_table_lookup(got->samples, key);

	if (g_strcmp0(found, value) != 0)
		fail_msg("%s is %s, not %s", key, found ? found : "missing",
			 value ? value : "missing");
}
