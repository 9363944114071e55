// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What a profile of AppArmor lets a program execute.
 */
#include "host/apparmor.h"

#include <glib.h>
#include <string.h>

static bool match(const char *glob, const char *text);

/**
 * @brief Find the end of a group.
 * @param glob   Text after the group's opening character.
 * @param open   The opening character.
 * @param close  The closing one.
 * @return The closing character, or NULL when there is none.
 * @pure
 */
static const char *group_end(const char *glob, char open, char close)
{
	unsigned int depth = 1;

	for (; *glob; glob++) {
		depth += *glob == open;
		if (*glob == close && --depth == 0)
			return glob;
	}

	return NULL;
}

/**
 * @brief Match a text against alternatives and what follows them.
 * @param glob  Text after the opening brace.
 * @param text  What is to be matched.
 * @return true when one of them fits.
 * @pure
 */
static bool match_braces(const char *glob, const char *text)
{
	const char *end = group_end(glob, '{', '}');
	unsigned int depth = 0;
	const char *from = glob;

	for (const char *p = glob; end && p <= end; p++) {
		g_autofree char *one = NULL;
		g_autofree char *all = NULL;

		if (p < end && (depth > 0 || *p != ',')) {
			depth += *p == '{';
			depth -= *p == '}';
			continue;
		}
		one = g_strndup(from, p - from);
		all = g_strconcat(one, end + 1, NULL);
		if (match(all, text))
			return true;
		from = p + 1;
	}

	return false;
}

/**
 * @brief Match a text against a set of characters and what follows it.
 * @param glob  Text after the opening bracket.
 * @param text  What is to be matched.
 * @return true when it fits.
 * @pure
 */
static bool match_set(const char *glob, const char *text)
{
	const char *end = strchr(glob, ']');
	bool other = *glob == '^';
	bool found = false;

	if (!end || !*text || *text == '/')
		return false;
	for (const char *p = glob + other; p < end; p++) {
		if (p[1] == '-' && p + 2 < end) {
			found |= *text >= p[0] && *text <= p[2];
			p += 2;
		} else {
			found |= *text == *p;
		}
	}

	return found != other && match(end + 1, text + 1);
}

/**
 * @brief Match a text against stars and what follows them.
 * @param glob  Text that begins with a star.
 * @param text  What is to be matched.
 * @return true when it fits.
 * @pure
 */
static bool match_stars(const char *glob, const char *text)
{
	bool deep = glob[1] == '*';
	const char *rest = glob + 1 + deep;

	for (;; text++) {
		if (match(rest, text))
			return true;
		if (!*text || (*text == '/' && !deep))
			return false;
	}
}

/**
 * @brief Match a path as AppArmor does.
 * @param glob  The pattern.
 * @param text  The path.
 * @return true when all of it fits.
 * @pure
 */
static bool match(const char *glob, const char *text)
{
	for (; *glob; glob++, text++) {
		switch (*glob) {
		case '*':
			return match_stars(glob, text);
		case '{':
			return match_braces(glob + 1, text);
		case '[':
			return match_set(glob + 1, text);
		case '?':
			if (!*text || *text == '/')
				return false;
			break;
		default:
			glob += *glob == '\\' && glob[1];
			if (*glob != *text)
				return false;
		}
	}

	return !*text;
}

/**
 * @brief Put "**" for each variable of a pattern.
 * @param word  The pattern, perhaps in quotation marks.
 * @return A new string.
 * @pure
 */
static char *plain_pattern(const char *word)
{
	GString *glob = g_string_new(NULL);

	for (const char *p = word; *p; p++) {
		const char *end = g_str_has_prefix(p, "@{") ?
			strchr(p, '}') : NULL;

		if (end) {
			g_string_append(glob, "**");
			p = end;
		} else if (*p != '"') {
			g_string_append_c(glob, *p);
		}
	}

	return g_string_free(glob, FALSE);
}

/**
 * @brief Judge a path by one rule.
 * @param line    The rule, without blanks around it.
 * @param path    The path.
 * @param denied  Set when the rule is one that denies.
 * @return true when the rule is about executing this path.
 * @pure
 */
static bool rule_applies(char *line, const char *path, bool *denied)
{
	g_auto(GStrv) words = NULL;
	g_autofree char *glob = NULL;
	char *comment = strstr(line, " #");
	guint at = 0;

	if (comment)
		*comment = '\0';
	g_strchomp(line);
	if (*line == '#' || !g_str_has_suffix(line, ","))
		return false;
	line[strlen(line) - 1] = '\0';
	words = g_strsplit_set(line, " \t", -1);
	for (; words[at]; at++) {
		if (g_str_equal(words[at], "deny"))
			*denied = true;
		else if (*words[at] && !g_str_equal(words[at], "audit") &&
			 !g_str_equal(words[at], "allow") &&
			 !g_str_equal(words[at], "owner") &&
			 !g_str_equal(words[at], "file"))
			break;
	}
	if (!words[at] || !strchr("/\"@{", *words[at]))
		return false;
	glob = plain_pattern(words[at]);
	for (at++; words[at] && !*words[at]; at++)
		;

	return words[at] && strchr(words[at], 'x') && match(glob, path);
}

bool gvm_apparmor_may_run(const char *rules, const char *path)
{
	g_auto(GStrv) lines = g_strsplit(rules, "\n", -1);
	bool may = false;

	for (guint i = 0; lines[i]; i++) {
		bool denied = false;

		if (!rule_applies(g_strstrip(lines[i]), path, &denied))
			continue;
		if (denied)
			return false;
		may = true;
	}

	return may;
}
