// SPDX-License-Identifier: GPL-2.0-only
/* Writes metrics as text. */

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "tools/clock.h"
#include "tools/metrics/exposition.h"

static const char *type_name(const struct exposition *exposition, enum metric_type type)
{
	bool older = exposition->format == EXPOSITION_PROMETHEUS;

	switch (type) {
	case METRIC_COUNTER:
		return "counter";
	case METRIC_GAUGE:
		return "gauge";
	case METRIC_HISTOGRAM:
		return "histogram";
	case METRIC_INFO:
		return older ? "gauge" : "info";
	default:
		return older ? "untyped" : "unknown";
	}
}

/* Return: the suffix that the name of a sample has after that of its family. */
static const char *type_suffix(enum metric_type type)
{
	if (type == METRIC_COUNTER)
		return "_total";
	return type == METRIC_INFO ? "_info" : "";
}

void exposition_family(struct exposition *exposition, struct metric_family family)
{
	const char *suffix = "";
	FILE *out = exposition->out;

	/* The older format has no families: TYPE and HELP name the samples, with their suffix. */
	if (exposition->format == EXPOSITION_PROMETHEUS)
		suffix = type_suffix(family.type);
	exposition->family = family;
	fprintf(out, "# TYPE %s%s %s\n", family.name, suffix,
		type_name(exposition, family.type));
	if (family.unit && exposition->format == EXPOSITION_OPENMETRICS)
		fprintf(out, "# UNIT %s %s\n", family.name, family.unit);
	fprintf(out, "# HELP %s%s %s\n", family.name, suffix, family.help);
}

static void put_value(FILE *out, const struct label *label)
{
	const char *c;

	for (c = label->value; *c; c++) {
		if (*c == '\\' || *c == '"')
			putc('\\', out);
		if (*c == '\n')
			fputs("\\n", out);
		else
			putc(label->state ? tolower((unsigned char)*c) : *c, out);
	}
}

/* Return: the character that precedes the next label. */
static char put_label(FILE *out, const struct label *label, char before)
{
	if (!label->value)
		return before;
	fprintf(out, "%c%s=\"", before, label->name);
	put_value(out, label);
	putc('"', out);
	return ',';
}

static void put_name(struct exposition *exposition, const char *suffix, const struct label *labels)
{
	char before = '{';

	fprintf(exposition->out, "%s%s", exposition->family.name, suffix);
	before = put_label(exposition->out, &exposition->common, before);
	for (; labels && labels->name; labels++)
		before = put_label(exposition->out, labels, before);
	if (before == ',')
		putc('}', exposition->out);
}

const char *exposition_seconds(uint64_t ns, char text[SECONDS_MAX])
{
	uint64_t fraction = ns % SECOND_NS;
	size_t end;

	end = snprintf(text, SECONDS_MAX, "%" PRIu64 ".%09" PRIu64, ns / SECOND_NS, fraction);
	while (text[end - 1] == '0')
		text[--end] = '\0';
	if (text[end - 1] == '.')
		text[end - 1] = '\0';
	return text;
}

void exposition_part(struct exposition *exposition, const char *suffix, const struct label *labels,
		     uint64_t value, bool nanoseconds)
{
	char text[SECONDS_MAX];

	put_name(exposition, suffix, labels);
	if (nanoseconds)
		fprintf(exposition->out, " %s\n", exposition_seconds(value, text));
	else
		fprintf(exposition->out, " %" PRIu64 "\n", value);
}

void exposition_number(struct exposition *exposition, const struct label *labels,
		       struct number value)
{
	if (value.known)
		exposition_part(exposition, type_suffix(exposition->family.type), labels,
				value.value, false);
}

void exposition_ns(struct exposition *exposition, const struct label *labels,
		   struct number value_ns)
{
	if (value_ns.known)
		exposition_part(exposition, type_suffix(exposition->family.type), labels,
				value_ns.value, true);
}

void exposition_signed(struct exposition *exposition, const struct label *labels, int64_t value)
{
	put_name(exposition, type_suffix(exposition->family.type), labels);
	fprintf(exposition->out, " %" PRId64 "\n", value);
}

void exposition_created(struct exposition *exposition, const struct label *labels,
			struct number created_ns)
{
	if (created_ns.known && exposition->format == EXPOSITION_OPENMETRICS)
		exposition_part(exposition, "_created", labels, created_ns.value, true);
}

void exposition_end(struct exposition *exposition)
{
	if (exposition->format == EXPOSITION_OPENMETRICS)
		fputs("# EOF\n", exposition->out);
}
