/* SPDX-License-Identifier: GPL-2.0-only */
/* Tables on standard output, by libsmartcols. */
#ifndef TCPSTATE_TOOLS_OUTPUT_TABLE_H
#define TCPSTATE_TOOLS_OUTPUT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "tools/number.h"

struct libscols_table;
struct libscols_line;

struct table_column {
	const char *name;
	bool right;
};

struct libscols_table *table_new(const struct table_column *columns, size_t count);
struct libscols_line *table_add_line(struct libscols_table *table);
void table_set(struct libscols_line *line, size_t column, const char *text);

/* "-" if not known. */
void table_set_number(struct libscols_line *line, size_t column, struct number number);

/* With one decimal; "-" for NAN. */
void table_set_rate(struct libscols_line *line, size_t column, double rate);

/* A column that is not to be seen this time. */
void table_hide(struct libscols_table *table, size_t column);

/* Prints and frees it. */
void table_print(struct libscols_table *table);

#endif
