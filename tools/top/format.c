// SPDX-License-Identifier: GPL-2.0-only
/* Numbers and their history as short texts of a fixed width. */

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/top/format.h"

static const char *with_prefix(double value, char text[TOP_NUMBER_MAX])
{
	static const char prefixes[] = "kMGTPE";
	size_t i = 0;

	for (value /= 1000; value >= 999.95 && prefixes[i + 1]; value /= 1000)
		i++;
	snprintf(text, TOP_NUMBER_MAX, "%.1f%c", value, prefixes[i]);
	return text;
}

const char *top_count(struct number number, char text[TOP_NUMBER_MAX])
{
	if (!number.known)
		snprintf(text, TOP_NUMBER_MAX, "%s", TCPSTATE_NOT_KNOWN);
	else if (number.value > 999999999)
		return with_prefix(number.value, text);
	else
		snprintf(text, TOP_NUMBER_MAX, "%" PRIu64, number.value);
	return text;
}

const char *top_rate(double rate, char text[TOP_NUMBER_MAX])
{
	if (isnan(rate))
		snprintf(text, TOP_NUMBER_MAX, "%s", TCPSTATE_NOT_KNOWN);
	else if (rate >= 9999999.5)
		return with_prefix(rate, text);
	else
		snprintf(text, TOP_NUMBER_MAX, "%.*f", rate < 9999.95, rate);
	return text;
}

static const char *bar(double value, double most, bool ascii)
{
	static const char * const blocks[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	static const char * const signs[] = { "_", ".", ":", "-", "=", "+", "*", "#" };
	const char * const *bars = ascii ? signs : blocks;

	if (isnan(value))
		return " ";
	if (value <= 0)
		return bars[0];
	return bars[1 + (int)fmin(6, value / most * 7)];
}

const char *top_spark(const struct top_series *series, size_t width, bool ascii,
		      char text[TOP_SPARK_MAX])
{
	double most = 0;
	size_t i;

	for (i = 0; i < width; i++)
		most = fmax(most, top_series_at(series, i));
	for (*text = '\0', i = width; i; i--)
		strcat(text, bar(top_series_at(series, i - 1), most, ascii));
	return text;
}
