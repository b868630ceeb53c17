/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The contract of the files in /proc, for who writes them and who reads them.
 *
 * Included by the module's formatters and by the tool's parser, and by nothing
 * in between. The prose of the same contract, with examples, is procfs/ABI:
 * change both or neither.
 */
#ifndef TCPSTATE_PROCFS_ABI_H
#define TCPSTATE_PROCFS_ABI_H

/* The version of module and tool, which are released together. */
#define TCPSTATE_VERSION		"0.1.0"

/*
 * The major version of the text, the second word of a file's first line. It
 * changes when a reader of the older text would misread the newer one: never
 * for an appended column, a new keyword or a new record of a known keyword.
 */
#define TCPSTATE_ABI_VERSION		1

/* Names of the entries: below /proc, and below /proc/net. */
#define TCPSTATE_PROC_SUMMARY		"tcpstate"
#define TCPSTATE_PROC_DWELL		"tcpstate_dwell"
#define TCPSTATE_PROC_SOCKETS		"tcpstate_sockets"
#define TCPSTATE_PROC_SOCKETS_IN	"tcpstate_sockets_in"
#define TCPSTATE_PROC_LISTENERS		"tcpstate_listeners"

/* The scope, third word of the first line: SCOPE_NETNS is followed by an inode. */
#define TCPSTATE_SCOPE_HOST		"host"
#define TCPSTATE_SCOPE_NETNS		"netns:"

/* First word of a record; '#' and one of these names its columns. */
#define TCPSTATE_KW_INFO		"info"
#define TCPSTATE_KW_STATE		"state"
#define TCPSTATE_KW_TRANSITION		"transition"
#define TCPSTATE_KW_GAUGE		"gauge"
#define TCPSTATE_KW_COUNTER		"counter"
#define TCPSTATE_KW_DWELL		"dwell"
#define TCPSTATE_KW_SOCKET		"socket"
#define TCPSTATE_KW_LISTENER		"listener"

/* Names of info records, which have no column line: "info NAME VALUE". */
#define TCPSTATE_INFO_VERSION		"version"
#define TCPSTATE_INFO_LOADED_NS		"loaded_ns"
#define TCPSTATE_INFO_NOW_NS		"now_ns"

/* Names of gauges and counters. */
#define TCPSTATE_GAUGE_HALF_OPEN	"half_open"
#define TCPSTATE_GAUGE_PARKED		"parked"
#define TCPSTATE_GAUGE_TRACKED		"tracked"
#define TCPSTATE_COUNTER_SELF_LOOPS	"self_loops"
#define TCPSTATE_COUNTER_LATE		"late"
#define TCPSTATE_COUNTER_RESYNC		"resync"
#define TCPSTATE_COUNTER_UNTRACKED	"untracked"
#define TCPSTATE_COUNTER_UNEXPECTED	"unexpected"

/* The counters in the order of the text: COUNTER(LATE) for TCPSTATE_COUNTER_LATE. */
#define TCPSTATE_COUNTERS(COUNTER)	\
	COUNTER(SELF_LOOPS)		\
	COUNTER(LATE)			\
	COUNTER(RESYNC)			\
	COUNTER(UNTRACKED)		\
	COUNTER(UNEXPECTED)

/* Column names. */
#define TCPSTATE_COL_NAME		"name"
#define TCPSTATE_COL_VALUE		"value"
#define TCPSTATE_COL_NOW		"now"
#define TCPSTATE_COL_AT_LOAD		"at_load"
#define TCPSTATE_COL_ENTERED		"entered"
#define TCPSTATE_COL_LEFT		"left"
#define TCPSTATE_COL_AGE_SUM_NS		"age_sum_ns"
#define TCPSTATE_COL_FROM		"from"
#define TCPSTATE_COL_TO			"to"
#define TCPSTATE_COL_COUNT		"count"
#define TCPSTATE_COL_UNMEASURED		"unmeasured"
#define TCPSTATE_COL_SUM_NS		"sum_ns"
#define TCPSTATE_COL_MAX_NS		"max_ns"
#define TCPSTATE_COL_BUCKETS		"buckets"
#define TCPSTATE_COL_STATE		"state"
#define TCPSTATE_COL_SINCE		"since"
#define TCPSTATE_COL_AGE_NS		"age_ns"
#define TCPSTATE_COL_LOCAL		"local"
#define TCPSTATE_COL_REMOTE		"remote"
#define TCPSTATE_COL_RXQ		"rxq"
#define TCPSTATE_COL_TXQ		"txq"
#define TCPSTATE_COL_UID		"uid"
#define TCPSTATE_COL_INODE		"inode"
#define TCPSTATE_COL_SYN_QUEUE		"syn_queue"
#define TCPSTATE_COL_ACCEPT_QUEUE	"accept_queue"
#define TCPSTATE_COL_BACKLOG		"backlog"

/* Values of the column "since", and of a number that is not known. */
#define TCPSTATE_SINCE_EXACT		"exact"
#define TCPSTATE_SINCE_ATLEAST		"atleast"
#define TCPSTATE_SINCE_UNKNOWN		"unknown"
#define TCPSTATE_NOT_KNOWN		"-"

/*
 * Bounds of buckets, in ns: 2^SPLIT for each power of two from the first bucket's bound, 2^LOWEST,
 * to the last but one's, 2^HIGHEST.
 */
#define TCPSTATE_BUCKET_LOWEST_LOG2	10
#define TCPSTATE_BUCKET_HIGHEST_LOG2	46
#define TCPSTATE_BUCKET_SPLIT_LOG2	2

/* The last bucket's bound, which has no number. */
#define TCPSTATE_BUCKET_INF		"inf"

#endif
