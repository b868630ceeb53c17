// SPDX-License-Identifier: GPL-2.0-only
/* Makes the counters of a scope, and adds up what the CPUs counted. */

#include <linux/cpumask.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "module/stats.h"

/*
 * A CPU whose brackets stay open is one that was taken away in the middle of an
 * event (a vCPU): do not wait for it for ever, say that ages are not known.
 */
enum { QUIET_MOMENT_TRIES = 100 };

/* Events begun in a fold that holds nothing yet: more than there will be. */
#define NOT_FOLDED U64_MAX

static unsigned int number_of_folds(void)
{
	return DIV_ROUND_UP(nr_cpu_ids, TCPSTATE_FOLDED_CPUS);
}

int tcpstate_stats_init(struct tcpstate_stats *stats)
{
	unsigned int i;

	stats->counts = alloc_percpu(struct tcpstate_counts);
	stats->folds = kvcalloc(number_of_folds(), sizeof(*stats->folds), GFP_KERNEL);
	if (!stats->counts || !stats->folds) {
		tcpstate_stats_uninit(stats);
		return -ENOMEM;
	}
	for (i = 0; i < number_of_folds(); i++)
		stats->folds[i].begun = NOT_FOLDED;
	return 0;
}

void tcpstate_stats_uninit(struct tcpstate_stats *stats)
{
	free_percpu(stats->counts);
	kvfree(stats->folds);
	stats->counts = NULL;
	stats->folds = NULL;
}

void tcpstate_stats_count_unexpected(struct tcpstate_stats *stats, int from, int to)
{
	atomic64_inc(&stats->rare.unexpected_pair[tcpstate_state_of(from)][tcpstate_state_of(to)]);
	/* Pairs with add_unexpected(): whoever sees the sum sees the pair. */
	smp_mb__before_atomic();
	atomic64_inc(&stats->rare.unexpected_total);
}

static void add_atomics(atomic64_t *sum, const atomic64_t *from, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		atomic64_set(&sum[i], atomic64_read(&sum[i]) + atomic64_read(&from[i]));
}

static void add_unexpected(struct tcpstate_rare *sum, const struct tcpstate_rare *rare)
{
	if (!atomic64_read(&rare->unexpected_total))
		return;
	smp_rmb();
	add_atomics(&sum->unexpected_total, &rare->unexpected_total, 1);
	add_atomics(&sum->unexpected_pair[0][0], &rare->unexpected_pair[0][0],
		    TCPSTATE_STATES * TCPSTATE_STATES);
}

static void add_rare_departures(struct tcpstate_rare *sum, const struct tcpstate_rare *rare)
{
	add_atomics(sum->left, rare->left, TCPSTATE_STATES);
	add_atomics(&sum->parked_closed, &rare->parked_closed, 1);
	add_atomics(&sum->parked_time_wait, &rare->parked_time_wait, 1);
	add_unexpected(sum, rare);
}

static void add_rare_arrivals(struct tcpstate_rare *sum, const struct tcpstate_rare *rare)
{
	add_atomics(sum->at_load, rare->at_load, TCPSTATE_STATES);
	add_atomics(sum->entered, rare->entered, TCPSTATE_STATES);
	add_atomics(&sum->late, &rare->late, 1);
	add_atomics(&sum->resync, &rare->resync, 1);
}

/* Both are nothing but numbers of the same size. */
static void add_counts(struct tcpstate_counts *sum, const struct tcpstate_counts *share)
{
	const u64 *from = (const u64 *)share;
	u64 *to = (u64 *)sum;
	unsigned int i;

	for (i = 0; i < sizeof(*sum) / sizeof(u64); i++)
		to[i] += from[i];
}

static void subtract_counts(struct tcpstate_counts *sum, const struct tcpstate_counts *share)
{
	const u64 *from = (const u64 *)share;
	u64 *to = (u64 *)sum;
	unsigned int i;

	for (i = 0; i < sizeof(*sum) / sizeof(u64); i++)
		to[i] -= from[i];
}

void tcpstate_stats_retire(struct tcpstate_totals *totals, const struct tcpstate_stats *stats)
{
	unsigned int fold;
	int cpu;

	add_rare_departures(&totals->past_rare, &stats->rare);
	add_rare_arrivals(&totals->past_rare, &stats->rare);
	for_each_possible_cpu(cpu)
		add_counts(&totals->past, per_cpu_ptr(stats->counts, cpu));
	for (fold = 0; fold < number_of_folds(); fold++)
		subtract_counts(&totals->folded, &stats->folds[fold]);
}

static u64 minisocks_of(const struct tcpstate_counts *counts)
{
	return READ_ONCE(counts->arc[TCPSTATE_ARC_FIN_WAIT2_TIME_WAIT]) +
	       READ_ONCE(counts->arc[TCPSTATE_ARC_CLOSING_TIME_WAIT]) + READ_ONCE(counts->parked);
}

u64 tcpstate_stats_minisocks(const struct tcpstate_stats *stats)
{
	u64 minisocks = atomic64_read(&stats->rare.at_load[TCPSTATE_TIME_WAIT]);
	int cpu;

	for_each_possible_cpu(cpu)
		minisocks += minisocks_of(per_cpu_ptr(stats->counts, cpu));
	/* Whatever is counted here was there before: see left_time_wait() in timewait.c. */
	smp_rmb();
	return minisocks;
}

u64 tcpstate_stats_past_minisocks(const struct tcpstate_totals *totals)
{
	return minisocks_of(&totals->past) +
	       atomic64_read(&totals->past_rare.at_load[TCPSTATE_TIME_WAIT]) -
	       atomic64_read(&totals->past_rare.parked_closed);
}

static void add_departures(struct tcpstate_tally *tally, const struct tcpstate_counts *counts)
{
	unsigned int i;

	for (i = 0; i < TCPSTATE_ARCS; i++)
		tally->departures[i] += READ_ONCE(counts->arc[i]);
}

/* Possible CPUs, not online ones: one that went away keeps what it counted. */
void tcpstate_stats_add_departures(const struct tcpstate_stats *stats,
				   struct tcpstate_tally *tally)
{
	int cpu;

	for_each_possible_cpu(cpu)
		add_departures(tally, per_cpu_ptr(stats->counts, cpu));
	/* Pairs with the locks that lie between a socket's entering and its leaving. */
	smp_rmb();
}

#define for_each_cpu_of_fold(cpu, fold)						\
	for ((cpu) = (fold) * TCPSTATE_FOLDED_CPUS;				\
	     (cpu) < ((fold) + 1) * TCPSTATE_FOLDED_CPUS && (cpu) < nr_cpu_ids;	\
	     (cpu)++)								\
		if (cpu_possible(cpu))

/* Brackets opened only ever become more: an equal sum is that of equal numbers. */
static bool is_unchanged(const struct tcpstate_stats *stats, unsigned int fold)
{
	u64 begun = 0;
	unsigned int cpu;

	for_each_cpu_of_fold(cpu, fold)
		begun += READ_ONCE(per_cpu_ptr(stats->counts, cpu)->begun);
	return begun == stats->folds[fold].begun;
}

bool tcpstate_stats_fold_departures(const struct tcpstate_stats *stats,
				    struct tcpstate_tally *tally)
{
	bool unchanged = true;
	unsigned int fold, cpu, i;

	for (fold = 0; fold < number_of_folds(); fold++) {
		if (is_unchanged(stats, fold))
			continue;
		unchanged = false;
		for (i = 0; i < TCPSTATE_ARCS; i++)
			tally->departures[i] -= stats->folds[fold].arc[i];
		for_each_cpu_of_fold(cpu, fold)
			add_departures(tally, per_cpu_ptr(stats->counts, cpu));
	}
	/* As in tcpstate_stats_add_departures(). */
	smp_rmb();
	return unchanged;
}

void tcpstate_stats_add_total_departures(const struct tcpstate_totals *totals,
					 struct tcpstate_tally *tally)
{
	add_departures(tally, &totals->past);
	add_departures(tally, &totals->folded);
}

static void copy_counts(struct tcpstate_counts *copy, const struct tcpstate_counts *counts)
{
	const u64 *from = (const u64 *)counts;
	u64 *to = (u64 *)copy;
	unsigned int i;

	for (i = 0; i < sizeof(*copy) / sizeof(u64); i++)
		to[i] = READ_ONCE(from[i]);
}

/* True if the copy holds whole events only. */
static bool copy_quietly(struct tcpstate_counts *copy, const struct tcpstate_counts *counts)
{
	unsigned int tries;
	u64 ended;

	for (tries = 0; tries < QUIET_MOMENT_TRIES; tries++) {
		ended = READ_ONCE(counts->ended);
		smp_rmb();
		copy_counts(copy, counts);
		smp_rmb();
		if (READ_ONCE(counts->begun) == ended)
			return true;
		cpu_relax();
	}
	return false;
}

/* What left before what entered, here too; the CPUs' counts come last. */
void tcpstate_stats_add_rare(const struct tcpstate_stats *stats, struct tcpstate_tally *tally)
{
	add_rare_departures(&tally->rare, &stats->rare);
	smp_rmb();
	add_rare_arrivals(&tally->rare, &stats->rare);
}

void tcpstate_stats_add_arrivals(const struct tcpstate_stats *stats, struct tcpstate_tally *tally)
{
	int cpu;

	tcpstate_stats_add_rare(stats, tally);
	for_each_possible_cpu(cpu) {
		if (!copy_quietly(&tally->copy, per_cpu_ptr(stats->counts, cpu)))
			tally->torn = true;
		add_counts(&tally->sum, &tally->copy);
	}
	cond_resched();
}

static void refold(struct tcpstate_stats *stats, unsigned int fold,
		   struct tcpstate_totals *totals, struct tcpstate_tally *tally)
{
	struct tcpstate_counts *sum = &stats->folds[fold];
	bool torn = false;
	unsigned int cpu;

	subtract_counts(&totals->folded, sum);
	subtract_counts(&tally->sum, sum);
	memset(sum, 0, sizeof(*sum));
	for_each_cpu_of_fold(cpu, fold) {
		if (!copy_quietly(&tally->copy, per_cpu_ptr(stats->counts, cpu)))
			torn = true;
		add_counts(sum, &tally->copy);
	}
	if (torn) {
		tally->torn = true;
		sum->begun = NOT_FOLDED;
	}
	add_counts(&totals->folded, sum);
	add_counts(&tally->sum, sum);
}

static bool are_zero(const atomic64_t *numbers, unsigned int count)
{
	while (count--)
		if (atomic64_read(&numbers[count]))
			return false;
	return true;
}

/* What only events and the baseline write, and seldom. */
static bool is_plain(const struct tcpstate_rare *rare)
{
	return are_zero(rare->left, TCPSTATE_STATES) && are_zero(&rare->unexpected_total, 1) &&
	       are_zero(rare->at_load, TCPSTATE_STATES) &&
	       are_zero(rare->entered, TCPSTATE_STATES) && are_zero(&rare->late, 1) &&
	       are_zero(&rare->resync, 1);
}

/* Return: false, and nothing is added, if a bracket was opened since all was folded. */
static bool add_unchanged(const struct tcpstate_stats *stats, struct tcpstate_tally *tally)
{
	/* As in tcpstate_stats_add_rare(): first what went, then what was parked. */
	u64 closed = atomic64_read(&stats->rare.parked_closed);
	u64 time_wait = atomic64_read(&stats->rare.parked_time_wait);
	unsigned int fold;

	smp_rmb();
	for (fold = 0; fold < number_of_folds(); fold++)
		if (!is_unchanged(stats, fold))
			return false;
	atomic64_add(closed, &tally->rare.parked_closed);
	atomic64_add(time_wait, &tally->rare.parked_time_wait);
	return true;
}

bool tcpstate_stats_fold_arrivals(struct tcpstate_stats *stats, struct tcpstate_totals *totals,
				  struct tcpstate_tally *tally)
{
	unsigned int fold;

	if (stats->folded_plain && add_unchanged(stats, tally))
		return true;
	tcpstate_stats_add_rare(stats, tally);
	for (fold = 0; fold < number_of_folds(); fold++)
		if (!is_unchanged(stats, fold))
			refold(stats, fold, totals, tally);
	/* After the folds: what an event in them wrote is seen, later ones open brackets. */
	smp_rmb();
	stats->folded_plain = is_plain(&stats->rare);
	return false;
}

void tcpstate_stats_add_total_arrivals(const struct tcpstate_totals *totals,
				       struct tcpstate_tally *tally)
{
	add_rare_departures(&tally->rare, &totals->past_rare);
	add_rare_arrivals(&tally->rare, &totals->past_rare);
	add_counts(&tally->sum, &totals->past);
	add_counts(&tally->sum, &totals->folded);
}
