// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Parameters of calls, and queries of releases that are not known well.
 *
 * NVIDIA's packages for vGPU hosts carry releases that were never published in
 * source. For these the rows of the nearest release are a good guess, and the
 * driver itself says when they are wrong: it compares the size of the
 * parameters with its own before it does anything. So a query that is refused
 * for its size is made again with the layouts that other releases have, the
 * nearest first. Layouts of one size cannot be told apart that way, which is
 * why only queries are tried, and calls that write are not made at all.
 *
 * A structure may hold others, and all of one call must be of one release. So
 * what is replaced is not one row but the whole set of rows of a release that
 * has the layout; the client keeps that set for as long as it lives.
 */
#include <errno.h>
#include <string.h>

#include "nvidia/rm-call.h"
#include "nvidia/status.h"

/** @brief Stands for "no GPU instance"; 0 would be the first one. */
#define NO_INSTANCE 0xffffffff
/** @brief Length of the widest number, in bytes. */
#define NUMBER_MAX 8

/** @brief Fields that must not be 0. */
static const struct {
	enum gvm_nv_struct which;	/**< Structure. */
	unsigned int field;		/**< Field of it. */
	uint32_t value;			/**< What it is instead. */
} not_zero[] = {
	{ GVM_NV_S_TYPES, GVM_NV_TYPES_GPU_INSTANCE_ID, NO_INSTANCE },
	{ GVM_NV_S_PLACEMENTS, GVM_NV_PLACEMENTS_GPU_INSTANCE_ID,
	  NO_INSTANCE },
	{ GVM_NV_S_HETEROGENEOUS, GVM_NV_HETEROGENEOUS_GPU_INSTANCE_ID,
	  NO_INSTANCE },
};

void gvm_rm_params(const struct gvm_nv_abi *abi, enum gvm_nv_struct which,
		   struct gvm_nv_block *block)
{
	gvm_nv_block_init(abi, which, block);
	for (size_t i = 0; i < G_N_ELEMENTS(not_zero); i++)
		if (not_zero[i].which == which)
			gvm_nv_put(block, not_zero[i].field,
				   not_zero[i].value);
}

/**
 * @brief Tell how far two releases are apart.
 * @param a  One.
 * @param b  The other.
 * @return A number that grows with the distance, the branch first.
 * @pure
 */
static uint64_t distance(struct gvm_nv_version a, struct gvm_nv_version b)
{
	uint64_t branch = ABS((int)a.branch - (int)b.branch);
	uint64_t minor = ABS((int)a.minor - (int)b.minor);
	uint64_t patch = ABS((int)a.patch - (int)b.patch);

	return branch << 32 | minor << 16 | patch;
}

/**
 * @brief Choose a release of a range that is near to another release.
 * @param range    The range.
 * @param version  The other release.
 * @return The nearer end of the range.
 * @pure
 */
static struct gvm_nv_version nearer_end(const struct gvm_nv_range *range,
					struct gvm_nv_version version)
{
	return distance(range->first, version) < distance(range->last, version) ?
		range->first : range->last;
}

/**
 * @brief Choose the next layout to try.
 * @param rm      The client.
 * @param layout  Layouts of the structure.
 * @param tried   Bit per row that was tried.
 * @return Index of the nearest row that was not; the number of rows when all
 *         were.
 * @pure
 */
static size_t next_row(const struct gvm_rm *rm,
		       const struct gvm_nv_layout *layout, uint64_t tried)
{
	struct gvm_nv_version here = rm->abi.rows;
	uint64_t best = G_MAXUINT64;
	size_t found = layout->n_rows;

	for (size_t i = 0; i < layout->n_rows; i++) {
		const struct gvm_nv_range *range = &layout->rows[i].range;
		uint64_t far = distance(nearer_end(range, here), here);

		if (!(tried >> i & 1) && far < best) {
			best = far;
			found = i;
		}
	}

	return found;
}

/**
 * @brief Mark all rows of a size as tried.
 * @param layout  Layouts of the structure.
 * @param size    The size, in bytes.
 * @param tried   Bit per row that was tried so far.
 * @return @p tried with more bits.
 * @pure
 */
static uint64_t mark_size(const struct gvm_nv_layout *layout, size_t size,
			  uint64_t tried)
{
	for (size_t i = 0; i < layout->n_rows; i++)
		if (layout->rows[i].size == size)
			tried |= (uint64_t)1 << i;

	return tried;
}

/**
 * @brief Get all rows of a release, kept for as long as the client.
 * @param rm       The client.
 * @param version  A release of the tables.
 * @return The rows, borrowed, or NULL when there are none.
 * @norestriction
 * @sideeffect Allocates them at first use.
 * @nofailure
 */
static const struct gvm_nv_abi *rows_of(struct gvm_rm *rm,
					struct gvm_nv_version version)
{
	g_autofree struct gvm_nv_abi *abi = g_new0(struct gvm_nv_abi, 1);
	char text[GVM_NV_VERSION_TEXT];

	for (size_t i = 0; i < rm->others->len; i++) {
		const struct gvm_nv_abi *known = rm->others->pdata[i];

		if (gvm_nv_version_compare(known->rows, version) == 0)
			return known;
	}

	gvm_nv_version_format(version, text);
	if (!gvm_nv_abi_select(text, NULL, abi, NULL))
		return NULL;
	abi->known = GVM_NV_NEAREST;
	g_ptr_array_add(rm->others, abi);

	return g_steal_pointer(&abi);
}

/**
 * @brief Copy what two layouts of a structure have in common.
 * @param to    A block with the new layout.
 * @param from  A block with the old one.
 * @norestriction
 * @sideeffect Changes @p to.
 * @nofailure
 */
static void carry_over(const struct gvm_nv_block *to,
		       const struct gvm_nv_block *from)
{
	const struct gvm_nv_layout *layout = gvm_nv_abi_layout(to->which);

	for (unsigned int i = 0; i < layout->n_fields; i++) {
		size_t len = 0;
		size_t room = 0;
		const uint8_t *bytes = gvm_nv_bytes(from, i, &len);

		/* A number may have become wider, an array longer. */
		if (!bytes || !gvm_nv_bytes(to, i, &room))
			continue;
		if (len <= NUMBER_MAX)
			gvm_nv_put(to, i, gvm_nv_get(from, i));
		else
			gvm_nv_put_bytes(to, i, bytes, MIN(len, room));
	}
}

/**
 * @brief Tell whether a refusal may be about the size of the parameters.
 * @param rm      The client.
 * @param rc      What the call returned.
 * @param status  What the driver answered.
 * @return true when other sizes are worth a try.
 * @pure
 */
static bool may_be_size(const struct gvm_rm *rm, int rc, uint32_t status)
{
	/* Older releases say the one, newer ones the other. */
	return rc == 0 && rm->abi.known == GVM_NV_NEAREST &&
	       (status == GVM_NV_INVALID_ARGUMENT ||
		status == GVM_NV_INVALID_PARAM_STRUCT);
}

/**
 * @brief Make a query with the layout of another release.
 * @param rm       The client.
 * @param object   Handle of the object.
 * @param control  Which call.
 * @param row      The layout.
 * @param params   Its parameters, the inputs; replaced when the layout was
 *                 the right one.
 * @param status   Where to put the status; GVM_NV_INVALID_ARGUMENT when
 *                 nothing could be tried.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect Makes a call.
 * @failure What ioctl(2) reports.
 */
static int try_layout(struct gvm_rm *rm, uint32_t object,
		      enum gvm_nv_control control,
		      const struct gvm_nv_row *row,
		      struct gvm_nv_block *params, uint32_t *status)
{
	const struct gvm_nv_abi *abi =
		rows_of(rm, nearer_end(&row->range, rm->abi.rows));
	g_auto(gvm_nv_block) block = { 0 };
	struct gvm_nv_block wrong = *params;
	int rc;

	*status = GVM_NV_INVALID_ARGUMENT;
	if (!abi || gvm_nv_abi_size(abi, params->which) != row->size)
		return 0;
	gvm_rm_params(abi, params->which, &block);
	carry_over(&block, params);
	rc = gvm_rm_call(rm, object, control, &block, status);
	if (rc < 0 || may_be_size(rm, rc, *status))
		return rc;
	*params = block;
	block = wrong;

	return 0;
}

int gvm_rm_probe(struct gvm_rm *rm, uint32_t object,
		 enum gvm_nv_control control, struct gvm_nv_block *params,
		 uint32_t *status)
{
	const struct gvm_nv_layout *layout = gvm_nv_abi_layout(params->which);
	g_autofree uint8_t *inputs = g_memdup2(params->bytes, params->size);
	uint64_t tried = mark_size(layout, params->size, 0);
	int rc = gvm_rm_call(rm, object, control, params, status);
	uint32_t first = *status;
	size_t i;

	if (!may_be_size(rm, rc, first))
		return rc;

	memcpy(params->bytes, inputs, params->size);
	while (may_be_size(rm, rc, *status) &&
	       (i = next_row(rm, layout, tried)) < layout->n_rows) {
		tried = mark_size(layout, layout->rows[i].size, tried);
		rc = try_layout(rm, object, control, &layout->rows[i], params,
				status);
	}
	/* It was not the size, or the size is of no release that is known. */
	if (may_be_size(rm, rc, *status))
		*status = first;

	return rc;
}

bool gvm_rm_query(struct gvm_rm *rm, uint32_t object,
		  enum gvm_nv_control control, struct gvm_nv_block *params,
		  GError **err)
{
	uint32_t status = 0;
	int rc = gvm_rm_probe(rm, object, control, params, &status);

	return gvm_rm_judge(rm, control, rc, status, err);
}
