// SPDX-License-Identifier: GPL-2.0-only
/* Tables on standard output, by libsmartcols. */

#include <err.h>
#include <inttypes.h>
#include <libsmartcols.h>
#include <math.h>

#include "procfs/abi.h"
#include "tools/failure.h"
#include "tools/output/table.h"

struct libscols_table *table_new(const struct table_column *columns, size_t count)
{
	struct libscols_table *table = scols_new_table();
	size_t i;

	if (!table)
		err(failure_status, "cannot make a table");
	/* Lines are never cut to the terminal: what is cut cannot be read. */
	scols_table_enable_nowrap(table, 0);
	for (i = 0; i < count; i++)
		if (!scols_table_new_column(table, columns[i].name, 0,
					    columns[i].right ? SCOLS_FL_RIGHT : 0))
			err(failure_status, "cannot make a table");
	return table;
}

struct libscols_line *table_add_line(struct libscols_table *table)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);

	if (!line)
		err(failure_status, "cannot make a table");
	return line;
}

void table_set(struct libscols_line *line, size_t column, const char *text)
{
	if (scols_line_set_data(line, column, text))
		err(failure_status, "cannot make a table");
}

void table_set_number(struct libscols_line *line, size_t column, struct number number)
{
	char text[24] = TCPSTATE_NOT_KNOWN;

	if (number.known)
		snprintf(text, sizeof(text), "%" PRIu64, number.value);
	table_set(line, column, text);
}

void table_set_rate(struct libscols_line *line, size_t column, double rate)
{
	char text[32] = TCPSTATE_NOT_KNOWN;

	if (!isnan(rate))
		snprintf(text, sizeof(text), "%.1f", rate);
	table_set(line, column, text);
}

void table_hide(struct libscols_table *table, size_t column)
{
	if (scols_column_set_flags(scols_table_get_column(table, column), SCOLS_FL_HIDDEN))
		err(failure_status, "cannot make a table");
}

void table_print(struct libscols_table *table)
{
	if (scols_print_table(table))
		errx(failure_status, "cannot print a table");
	scols_unref_table(table);
}
