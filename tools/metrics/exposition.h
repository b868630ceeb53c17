/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writes metrics as text: OpenMetrics 1.0, or the text format 0.0.4 of Prometheus, which the
 * textfile collector of node_exporter reads.
 */
#ifndef TCPSTATE_TOOLS_METRICS_EXPOSITION_H
#define TCPSTATE_TOOLS_METRICS_EXPOSITION_H

#include <stdbool.h>
#include <stdio.h>

#include "tools/number.h"

enum exposition_format { EXPOSITION_OPENMETRICS, EXPOSITION_PROMETHEUS };

/* Types of both formats; the older one calls unknown "untyped", and has no info. */
enum metric_type { METRIC_COUNTER, METRIC_GAUGE, METRIC_HISTOGRAM, METRIC_INFO, METRIC_UNKNOWN };

/**
 * struct label - a label of a sample
 * @name: NULL ends a list of labels
 * @value: any text; NULL leaves the label out
 * @state: the value is a state, to be written in lower case
 */
struct label {
	const char *name;
	const char *value;
	bool state;
};

/**
 * struct exposition - a text that is being written
 * @out: where to write
 * @format: in which format
 * @common: a label that every sample has before its own; none if its value is NULL
 * @family: the family that is being written
 */
struct exposition {
	FILE *out;
	enum exposition_format format;
	struct label common;
	struct metric_family {
		const char *name;
		enum metric_type type;
		const char *unit;
		const char *help;
	} family;
};

/**
 * exposition_family() - begin a family of samples
 * @exposition: the text
 * @family: name, without "_total" or "_info"; type; unit, with which the name has to end, or
 *	NULL; help, in one sentence
 */
void exposition_family(struct exposition *exposition, struct metric_family family);

/**
 * exposition_number() - write one sample
 * @exposition: the text
 * @labels: ends with a label without a name; NULL for none
 * @value: the value; if it is not known, nothing is written
 */
void exposition_number(struct exposition *exposition, const struct label *labels,
		       struct number value);

/* Writes one sample of a number that can be negative. */
void exposition_signed(struct exposition *exposition, const struct label *labels, int64_t value);

/* Writes one sample of a time, in seconds with all digits. */
void exposition_ns(struct exposition *exposition, const struct label *labels,
		   struct number value_ns);

/**
 * exposition_part() - write one of several samples with the same labels
 * @exposition: the text
 * @suffix: of the name: "_bucket", "_count", "_sum"
 * @labels: as for exposition_number()
 * @value: the value
 * @nanoseconds: the value is in nanoseconds, to be written in seconds
 */
void exposition_part(struct exposition *exposition, const char *suffix, const struct label *labels,
		     uint64_t value, bool nanoseconds);

/**
 * exposition_created() - write since when samples with these labels count
 * @exposition: the text; nothing is written if its format has no such sample
 * @labels: as for exposition_number()
 * @created_ns: nanoseconds of Unix time; nothing is written if not known
 */
void exposition_created(struct exposition *exposition, const struct label *labels,
			struct number created_ns);

/* Writes the last line, if the format has one. */
void exposition_end(struct exposition *exposition);

enum { SECONDS_MAX = 32 };

/* Formats nanoseconds as seconds, exact, without zeros at the end. Return: @text. */
const char *exposition_seconds(uint64_t ns, char text[SECONDS_MAX]);

#endif
