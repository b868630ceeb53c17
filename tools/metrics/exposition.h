/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writes metrics as text: OpenMetrics 1.0, or the text format 0.0.4 of Prometheus, which
 * is what the textfile collector of node_exporter reads.
 */
#ifndef TCPSTATE_TOOLS_METRICS_EXPOSITION_H
#define TCPSTATE_TOOLS_METRICS_EXPOSITION_H

#include <stdbool.h>
#include <stdio.h>

#include "tools/number.h"


enum exposition_format { EXPOSITION_OPENMETRICS, EXPOSITION_PROMETHEUS };

/* As the formats spell them, but for unknown, which is "untyped" in the older one. */
enum metric_type { METRIC_COUNTER, METRIC_GAUGE, METRIC_HISTOGRAM, METRIC_INFO, METRIC_UNKNOWN };

/**
 * struct label - a name and what it is for one sample
 * @name: NULL ends a list of labels
 * @value: any text; NULL leaves the label out
 * @state: the value is a state as the files name it, to be written in lower case
 */
struct label {
	const char *name;
	const char *value;
	bool state;
};

/**
 * struct exposition - a text that is being written
 * @out: where to
 * @format: how
 * @common: a label that every sample has, before its own; none if its value is NULL
 * @family: whose samples are being written
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
 * @family: its name without "_total" or "_info"; a unit, which the name has to end in, or
 *	NULL; one sentence for people
 */
void exposition_family(struct exposition *exposition, struct metric_family family);

/**
 * exposition_number() - one sample
 * @exposition: the text
 * @labels: up to one without a name; NULL for none
 * @value: the value; a sample that is not known is left out
 */
void exposition_number(struct exposition *exposition, const struct label *labels,
		       struct number value);

/* The same of a number that can be negative. */
void exposition_signed(struct exposition *exposition, const struct label *labels, int64_t value);

/* The same of a time in seconds; exact, all digits. */
void exposition_ns(struct exposition *exposition, const struct label *labels,
		   struct number value_ns);

/**
 * exposition_part() - one sample of a family that has several of the same labels
 * @exposition: the text
 * @suffix: "_bucket", "_count", "_sum"
 * @labels: as above
 * @value: the value
 * @nanoseconds: it is a time in nanoseconds, to be written in seconds
 */
void exposition_part(struct exposition *exposition, const char *suffix, const struct label *labels,
		     uint64_t value, bool nanoseconds);

/**
 * exposition_created() - since when the samples with these labels count
 * @exposition: the text; nothing is written to one of a format that has no place for it
 * @labels: as above
 * @created_ns: nanoseconds of Unix time; left out if not known
 */
void exposition_created(struct exposition *exposition, const struct label *labels,
			struct number created_ns);

/* The last line, where the format has one. */
void exposition_end(struct exposition *exposition);

enum { SECONDS_MAX = 32 };

/* Nanoseconds as seconds, exact and without zeros at the end. Return: @text. */
const char *exposition_seconds(uint64_t ns, char text[SECONDS_MAX]);

#endif
