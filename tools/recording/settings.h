/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's settings and its own counters, as a recording keeps them. */
#ifndef TCPSTATE_TOOLS_RECORDING_SETTINGS_H
#define TCPSTATE_TOOLS_RECORDING_SETTINGS_H

#include <stddef.h>

#include "tools/recording/index.h"

struct setting {
	char *name;
	char *value;
};

/* Settings under the names of sysctl(8), counters under those of nstat(8). */
struct settings {
	struct setting *setting;
	size_t count;
};

/**
 * settings_read() - read them all
 * @settings: overwritten
 * @recording: which holds REPORT_RECORDING
 * @reading: which of its readings
 *
 * Ends the program with a message if it cannot be read.
 */
void settings_read(struct settings *settings, const struct recording *recording,
		   enum report_reading reading);

/* Return: its text, fields separated by one blank; NULL if the recording does not have it. */
const char *settings_text(const struct settings *settings, const char *name);

/* The same as a number; not known if it is none. */
struct number settings_number(const struct settings *settings, const char *name);

void settings_free(struct settings *settings);

#endif
