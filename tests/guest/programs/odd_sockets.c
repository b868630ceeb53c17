// SPDX-License-Identifier: GPL-2.0-only
/*
 * Takes sockets that are odd through every state that they can have, and compares the module
 * with the kernel at each step.
 *
 * usage: odd_sockets [-l MODULE] [PART_OF_A_NAME...]
 *
 * With -l the module is loaded again at each step, so that it finds the sockets in every one
 * of these states. Run as root, with the module loaded.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/guest/lib/holds.h"
#include "tests/guest/scenarios/odd_kind.h"
#include "tests/guest/lib/trial.h"
#include "tests/guest/lib/scenario_exit.h"

enum { NAME = 128 };

static const struct odd_kind * const kind_tables[] = {
	option_kinds,
	signed_kinds,
	ulp_kinds,
	sockmap_kinds,
	smc_kinds,
};

/* RDS comes last, since what it loads stays. */
static const struct scenario * const scenario_tables[] = {
	repair_scenarios,
	migrate_scenarios,
	mptcp_scenarios,
	rds_scenarios,
};

/* Parts of the names of those that are to run, up to NULL; all if there are none. */
static char **parts;

static bool is_chosen(const char *name)
{
	char **part;

	for (part = parts; *part; part++)
		if (strstr(name, *part))
			return true;
	return !*parts;
}

static bool has_life(const struct odd_kind *kind, const struct life *life)
{
	return (!life->of_prepared || kind->prepare) && (!life->disconnects || !kind->keeps_peer);
}

static void enter_namespace(void)
{
	trial_own_namespace();
	/* As in arcs. */
	set_sysctl("net/ipv4/tcp_rfc1337", "1");
	/* What nobody answers must outlast the steps, of which each may load the module. */
	set_sysctl("net/ipv4/tcp_syn_retries", "10");
	set_sysctl("net/ipv4/tcp_synack_retries", "10");
}

static enum scenario_exit run_life(const struct odd_kind *kind, const struct life *life,
			     enum family family, const char *name)
{
	if (trial_begin()) {
		enter_namespace();
		if (kind->begin)
			kind->begin(family);
		life->run(kind, family);
		exit(PASSED);
	}
	return trial_end(name, family_name(family));
}

/* What this kernel does not have is said once. */
static void run_kind(const struct odd_kind *kind)
{
	const struct life *life;
	enum family family;
	char name[NAME];

	for (life = lives; life->name; life++) {
		snprintf(name, sizeof(name), "%s: %s", kind->name, life->name);
		if (!has_life(kind, life) || !is_chosen(name))
			continue;
		for (family = 0; family < FAMILIES; family++) {
			if (!(kind->families & 1 << family) || trials_are_enough())
				continue;
			if (run_life(kind, life, family, name) == SKIPPED)
				return;
		}
	}
}

static void run_scenarios(const struct scenario *scenario)
{
	enum family family;

	for (; scenario->name; scenario++) {
		if (!is_chosen(scenario->name))
			continue;
		for (family = 0; family < FAMILIES; family++) {
			if (!(scenario->families & 1 << family) || trials_are_enough())
				continue;
			if (trial_begin()) {
				enter_namespace();
				scenario->run(family);
				exit(PASSED);
			}
			trial_end(scenario->name, family_name(family));
		}
	}
}

int main(int argc, char **argv)
{
	const struct odd_kind *kind;
	unsigned int i;
	int option;

	while ((option = getopt(argc, argv, "l:")) != -1) {
		if (option != 'l')
			fail("usage: odd_sockets [-l MODULE] [PART_OF_A_NAME...]");
		holds_reloads(optarg);
	}
	parts = argv + optind;
	for (i = 0; i < sizeof(kind_tables) / sizeof(kind_tables[0]); i++)
		for (kind = kind_tables[i]; kind->name; kind++)
			run_kind(kind);
	for (i = 0; i < sizeof(scenario_tables) / sizeof(scenario_tables[0]); i++)
		run_scenarios(scenario_tables[i]);
	if (!trials_have_begun())
		fail("no scenario has such a name");
	return trials_done();
}
