// SPDX-License-Identifier: GPL-2.0-only
/* Runs workloads beside a test. */

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/guest/lib/traffic.h"
#include "tests/guest/lib/scenario_exit.h"

enum { PROCESSES = 8 };

static pid_t workloads[PROCESSES];
static unsigned int count;

static void run(unsigned int seed)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", seed);
	execl("./workload", "workload", "-s", text, "-n", "0", "churn", NULL);
	must(false, "./workload");
}

void traffic_begin(unsigned int processes)
{
	if (processes > PROCESSES)
		fail("more than %d workloads", PROCESSES);
	fflush(stdout);
	for (count = 0; count < processes; count++) {
		workloads[count] = fork();
		must(workloads[count] >= 0, "fork");
		if (!workloads[count])
			run(count + 1);
	}
}

void traffic_end(void)
{
	int status;

	for (; count; count--) {
		if (waitpid(workloads[count - 1], &status, WNOHANG))
			fail("a workload ended with status %d while it was needed", status);
		must(!kill(workloads[count - 1], SIGKILL), "kill");
		must(waitpid(workloads[count - 1], NULL, 0) > 0, "waitpid");
	}
}
