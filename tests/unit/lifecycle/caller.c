// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What the tests of call-outs share: to be mdevctl.
 */
#include "caller.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "backend/mdev.h"
#include "lifecycle/profiles.h"

/** @brief A file with the tests' type, which the parents offer already. */
#define TYPES \
	"<vgpu-types xmlns='https://linux-gvm.org/xmlns/types/1.0'>" \
	"<type id='588'><name>A10-1Q</name><framebuffer size='1024'/>" \
	"<instances max='24'/></type></vgpu-types>"
/** @brief What mdevctl says of a device. */
#define DEVICE "{\"mdev_type\":\"" SCENE_TYPE "\",\"attrs\":[]}"

void caller_answer_clear(struct caller_answer *answer)
{
	g_free(answer->out);
	g_clear_error(&answer->err);
}

struct caller_answer caller_ask(struct gvm_host *host,
				struct gvm_callout_call *call)
{
	struct caller_answer answer = { 0 };
	struct pollfd poll_fd = { .events = POLLIN };
	gvm_autofd int reader = -1;
	gvm_autofd int writer = -1;
	int ends[2];

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	reader = ends[0];
	writer = ends[1];
	assert_int_equal(write(writer, DEVICE, strlen(DEVICE)),
			 strlen(DEVICE));
	gvm_fd_clear(&writer);
	call->input = reader;
	answer.go_on = gvm_callout_run(host, call, &answer.ours, &answer.out,
				       &answer.err);
	poll_fd.fd = reader;
	poll(&poll_fd, 1, 0);
	answer.read = !(poll_fd.revents & POLLIN);

	return answer;
}

struct caller_answer caller_ask_about(struct gvm_host *host,
				      const char *event, const char *action,
				      const char *state)
{
	struct gvm_callout_call call = {
		.type = SCENE_TYPE, .event = event, .action = action,
		.state = state, .uuid = FAKE_UUID_1, .parent = SCENE_VF_1,
	};

	return caller_ask(host, &call);
}

bool caller_write(struct gvm_host *host, bool make)
{
	g_autoptr(gvm_vgpu) vgpu = gvm_vgpu_new(FAKE_UUID_1, SCENE_VF_1,
						SCENE_TYPE);

	vgpu->backend = GVM_MDEV_NAME;

	return make ? gvm_mdev_backend.create(host, vgpu, NULL) :
		gvm_mdev_backend.remove(host, vgpu, NULL);
}

int caller_setup(void **state)
{
	struct fake_host *fake = scene_new("a10-two");

	fake_tree_file(fake->root, GVM_PROFILES_DIR "/own.xml", TYPES);
	*state = fake;

	return 0;
}
