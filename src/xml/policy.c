// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Reading the policy.
 */
#include "xml/policy.h"

#include "util/text.h"
#include "xml/number.h"
#include "xml/tree.h"
#include "xml/xml.h"

/** @brief Attributes of policy: none. */
static const char *const policy_attrs[] = { NULL };

/** @brief Attributes of default. */
static const char *const default_attrs[] = { "placement", NULL };

/** @brief Attributes of allow. */
static const char *const allow_attrs[] = {
	"domain", "types", "per-domain", "total", NULL
};

/** @brief Attributes of deny: what is not permitted need not be counted. */
static const char *const deny_attrs[] = { "domain", "types", NULL };

/** @brief How many vGPUs a rule may permit. */
static const struct gvm_number_rule count_rule = {
	GVM_NUMBER_DECIMAL, 1, GVM_POLICY_COUNT_MAX
};

/**
 * @brief Read which domains a rule is about.
 * @param node  Element allow or deny.
 * @param rule  Its domain or UUID is set.
 * @param err   Where to store the error, or NULL.
 * @return false when it is there and no good.
 * @norestriction
 * @sideeffect Changes the rule.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_domain(xmlNode *node, struct gvm_rule *rule, GError **err)
{
	g_autofree char *domain = NULL;

	if (!gvm_tree_attr_text(node, "domain", &domain, err))
		return false;
	rule->uuid = gvm_text_uuid(domain);
	if (!rule->uuid)
		rule->domain = g_steal_pointer(&domain);

	return true;
}

/**
 * @brief Read which types a rule is about.
 * @param node  Element allow or deny.
 * @param rule  Its types are set.
 * @param err   Where to store the error, or NULL.
 * @return false when they are there and no good.
 * @norestriction
 * @sideeffect Changes the rule.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_types(xmlNode *node, struct gvm_rule *rule, GError **err)
{
	g_autofree char *own = gvm_tree_attr(node, "types");
	g_auto(GStrv) words = own ? g_strsplit_set(own, " \t\r\n", 0) : NULL;
	g_autoptr(GPtrArray) types = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *shown = NULL;

	if (!own)
		return true;
	for (unsigned int i = 0; words[i]; i++) {
		if (words[i][0] == '\0')
			continue;
		if (!gvm_text_is_name(words[i])) {
			shown = gvm_text_printable(words[i],
						   GVM_TREE_SHOWN_MAX);
			return gvm_tree_error(err, node,
					      "'%s' in types of %s is not the id of a type",
					      shown, gvm_tree_name(node));
		}
		g_ptr_array_add(types, g_strdup(words[i]));
	}
	if (types->len == 0 || types->len > GVM_POLICY_TYPES_MAX)
		return gvm_tree_error(err, node,
				      "types of %s must be 1 to %d ids with blanks between",
				      gvm_tree_name(node),
				      GVM_POLICY_TYPES_MAX);
	g_ptr_array_add(types, NULL);
	rule->types = (GStrv)g_ptr_array_free(g_steal_pointer(&types), FALSE);

	return true;
}

/**
 * @brief Read how many vGPUs a rule permits.
 * @param node   Element allow.
 * @param name   Name of the attribute.
 * @param count  Where to put it; untouched when it is not there.
 * @param err    Where to store the error, or NULL.
 * @return false when it is there and no good.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_count(xmlNode *node, const char *name, unsigned int *count,
		       GError **err)
{
	uint64_t value = 0;

	if (!xmlHasProp(node, (const xmlChar *)name))
		return true;
	if (!gvm_number_read(node, name, &count_rule, &value, err))
		return false;
	*count = (unsigned int)value;

	return true;
}

/**
 * @brief Read a rule and add it to the policy.
 * @param node    Element allow or deny.
 * @param policy  The policy.
 * @param err     Where to store the error, or NULL.
 * @return false when it is no good.
 * @norestriction
 * @sideeffect Grows the list of rules.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool add_rule(xmlNode *node, struct gvm_policy *policy, GError **err)
{
	g_autoptr(gvm_rule) rule = g_new0(struct gvm_rule, 1);

	rule->deny = gvm_tree_is(node, GVM_POLICY_NS, "deny");
	rule->line = gvm_tree_line(node);
	if (policy->rules->len == GVM_POLICY_RULES_MAX)
		return gvm_tree_error(err, node,
				      "there are more than %d rules: let patterns cover several domains or types",
				      GVM_POLICY_RULES_MAX);
	if (!gvm_tree_check(node, rule->deny ? deny_attrs : allow_attrs, err) ||
	    !gvm_tree_no_children(node, err) ||
	    !read_domain(node, rule, err) || !read_types(node, rule, err))
		return false;
	if (!rule->deny &&
	    (!read_count(node, "per-domain", &rule->per_domain, err) ||
	     !read_count(node, "total", &rule->total, err)))
		return false;
	g_ptr_array_add(policy->rules, g_steal_pointer(&rule));

	return true;
}

/**
 * @brief Read the defaults.
 * @param node    Element default.
 * @param policy  Its placement is set.
 * @param err     Where to store the error, or NULL.
 * @return false when they are no good, or there before.
 * @norestriction
 * @sideeffect Changes the policy.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_default(xmlNode *node, struct gvm_policy *policy,
			 GError **err)
{
	g_autofree char *own = gvm_tree_attr(node, "placement");
	g_autofree char *shown = NULL;

	if (!gvm_tree_check(node, default_attrs, err) ||
	    !gvm_tree_no_children(node, err))
		return false;
	if (policy->places)
		return gvm_tree_error(err, node, "%s is there a second time",
				      gvm_tree_name(node));
	if (!own)
		return gvm_tree_error(err, node, "default needs a placement");
	policy->places = gvm_placement_parse(own, &policy->placement);
	if (policy->places)
		return true;
	shown = gvm_text_printable(own, GVM_TREE_SHOWN_MAX);

	return gvm_tree_error(err, node,
			      "placement '%s' of default is none of spread, pack and numa",
			      shown);
}

/**
 * @brief Read all of a policy.
 * @param root    Element policy.
 * @param policy  It is filled in.
 * @param err     Where to store the error, or NULL.
 * @return false when something is no good.
 * @norestriction
 * @sideeffect Changes the policy.
 * @failure GVM_ERROR_INVALID, with name and line.
 */
static bool read_root(xmlNode *root, struct gvm_policy *policy, GError **err)
{
	xmlNode *child = xmlFirstElementChild(root);
	g_autofree char *shown = NULL;

	if (!gvm_tree_check(root, policy_attrs, err))
		return false;
	for (; child; child = xmlNextElementSibling(child)) {
		bool good = false;

		if (gvm_tree_is(child, GVM_POLICY_NS, "default")) {
			good = read_default(child, policy, err);
		} else if (gvm_tree_is(child, GVM_POLICY_NS, "allow") ||
			   gvm_tree_is(child, GVM_POLICY_NS, "deny")) {
			good = add_rule(child, policy, err);
		} else {
			shown = gvm_text_printable(gvm_tree_name(child),
						   GVM_TREE_SHOWN_MAX);
			gvm_tree_error(err, child,
				       "policy has the unknown element '%s'",
				       shown);
		}
		if (!good)
			return false;
	}

	return true;
}

struct gvm_policy *gvm_policy_parse(const char *text, size_t len,
				    const char *name, GError **err)
{
	g_autoptr(gvm_policy) policy = gvm_policy_new(name);
	g_autoptr(xmlDoc) doc = NULL;
	xmlNode *root = NULL;

	if (!gvm_xml_parse(text, len, name, &doc, err))
		return NULL;
	root = xmlDocGetRootElement(doc);
	if (!gvm_tree_is(root, GVM_POLICY_NS, "policy")) {
		gvm_tree_error(err, root,
			       "this is no policy: its root must be policy of namespace %s",
			       GVM_POLICY_NS);
		return NULL;
	}
	if (!read_root(root, policy, err))
		return NULL;

	return g_steal_pointer(&policy);
}
