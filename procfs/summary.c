// SPDX-License-Identifier: GPL-2.0-only
/* Writes a reading as the text of /proc/tcpstate. */

#include <linux/kernel.h>
#include <linux/seq_file.h>

#include "module/snapshot.h"
#include "module/states.h"
#include "procfs/abi.h"
#include "procfs/column.h"
#include "procfs/summary.h"

static void show_head(struct seq_file *m, const struct tcpstate_snapshot *snapshot)
{
	if (snapshot->netns_inode)
		seq_printf(m, "%s %d %s%llu\n", TCPSTATE_PROC_SUMMARY, TCPSTATE_ABI_VERSION,
			   TCPSTATE_SCOPE_NETNS, (unsigned long long)snapshot->netns_inode);
	else
		seq_printf(m, "%s %d %s\n", TCPSTATE_PROC_SUMMARY, TCPSTATE_ABI_VERSION,
			   TCPSTATE_SCOPE_HOST);
}

static void show_info(struct seq_file *m, const struct tcpstate_snapshot *snapshot)
{
	seq_printf(m, "%-12s %-16s %s\n", TCPSTATE_KW_INFO, TCPSTATE_INFO_VERSION,
		   TCPSTATE_VERSION);
	seq_printf(m, "%-12s %-16s %llu\n", TCPSTATE_KW_INFO, TCPSTATE_INFO_LOADED_NS,
		   (unsigned long long)snapshot->loaded_ns);
	seq_printf(m, "%-12s %-16s %llu\n", TCPSTATE_KW_INFO, TCPSTATE_INFO_NOW_NS,
		   (unsigned long long)snapshot->now_ns);
}

static void show_states(struct seq_file *m, const struct tcpstate_snapshot *snapshot)
{
	const struct tcpstate_occupancy *row;
	enum tcpstate_state state;
	unsigned int i;

	seq_printf(m, "# %-10s %-16s %*s %*s %*s %*s %*s\n", TCPSTATE_KW_STATE, TCPSTATE_COL_NAME,
		   TCPSTATE_NUMBER_WIDTH, TCPSTATE_COL_NOW, TCPSTATE_NUMBER_WIDTH, TCPSTATE_COL_AT_LOAD,
		   TCPSTATE_NUMBER_WIDTH, TCPSTATE_COL_ENTERED, TCPSTATE_NUMBER_WIDTH, TCPSTATE_COL_LEFT,
		   TCPSTATE_NUMBER_WIDTH, TCPSTATE_COL_AGE_SUM_NS);
	for (i = 0; i < TCPSTATE_STATES_COUNTED; i++) {
		state = tcpstate_state_in_order(i);
		row = &snapshot->state[state];
		seq_printf(m, "%-12s %-16s", TCPSTATE_KW_STATE, tcpstate_state_name(state));
		tcpstate_put_number(m, row->now);
		tcpstate_put_number(m, row->at_load);
		tcpstate_put_number(m, row->entered);
		tcpstate_put_number(m, row->left);
		tcpstate_put_number(m, row->age_sum_ns);
		seq_putc(m, '\n');
	}
}

static void show_transition(struct seq_file *m, enum tcpstate_state from, enum tcpstate_state to,
			    u64 count)
{
	if (!count)
		return;
	seq_printf(m, "%-12s %-16s %-16s", TCPSTATE_KW_TRANSITION, tcpstate_state_name(from),
		   tcpstate_state_name(to));
	tcpstate_put_number(m, count);
	seq_putc(m, '\n');
}

static void show_transitions(struct seq_file *m, const struct tcpstate_snapshot *snapshot)
{
	unsigned int from, to;
	enum tcpstate_arc arc;

	seq_printf(m, "# %-10s %-16s %-16s %*s\n", TCPSTATE_KW_TRANSITION, TCPSTATE_COL_FROM,
		   TCPSTATE_COL_TO, TCPSTATE_NUMBER_WIDTH, TCPSTATE_COL_COUNT);
	for (arc = TCPSTATE_ARC_FIRST; arc < TCPSTATE_ARCS; arc++)
		show_transition(m, tcpstate_arc_from(arc), tcpstate_arc_to(arc),
				snapshot->transition[arc]);
	if (!snapshot->unexpected)
		return;
	for (from = 0; from < TCPSTATE_STATES; from++)
		for (to = 0; to < TCPSTATE_STATES; to++)
			show_transition(m, from, to, snapshot->unexpected_pair[from][to]);
}

static void show_named(struct seq_file *m, const char *keyword, const char *name, u64 value)
{
	seq_printf(m, "%-12s %-16s", keyword, name);
	tcpstate_put_number(m, value);
	seq_putc(m, '\n');
}

static void show_named_columns(struct seq_file *m, const char *keyword)
{
	seq_printf(m, "# %-10s %-16s %*s\n", keyword, TCPSTATE_COL_NAME, TCPSTATE_NUMBER_WIDTH,
		   TCPSTATE_COL_VALUE);
}

void tcpstate_summary_show(struct seq_file *m, const struct tcpstate_snapshot *snapshot)
{
	show_head(m, snapshot);
	show_info(m, snapshot);
	show_states(m, snapshot);
	show_transitions(m, snapshot);

	show_named_columns(m, TCPSTATE_KW_GAUGE);
	show_named(m, TCPSTATE_KW_GAUGE, TCPSTATE_GAUGE_HALF_OPEN, snapshot->half_open);
	show_named(m, TCPSTATE_KW_GAUGE, TCPSTATE_GAUGE_PARKED, snapshot->parked);
	show_named(m, TCPSTATE_KW_GAUGE, TCPSTATE_GAUGE_TRACKED, snapshot->tracked);

	show_named_columns(m, TCPSTATE_KW_COUNTER);
	show_named(m, TCPSTATE_KW_COUNTER, TCPSTATE_COUNTER_SELF_LOOPS, snapshot->self_loops);
	show_named(m, TCPSTATE_KW_COUNTER, TCPSTATE_COUNTER_LATE, snapshot->late);
	show_named(m, TCPSTATE_KW_COUNTER, TCPSTATE_COUNTER_RESYNC, snapshot->resync);
	show_named(m, TCPSTATE_KW_COUNTER, TCPSTATE_COUNTER_UNTRACKED, snapshot->untracked);
	show_named(m, TCPSTATE_KW_COUNTER, TCPSTATE_COUNTER_UNEXPECTED, snapshot->unexpected);
}
