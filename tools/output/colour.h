/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether colours are welcome. */
#ifndef TCPSTATE_TOOLS_OUTPUT_COLOUR_H
#define TCPSTATE_TOOLS_OUTPUT_COLOUR_H

#include <stdbool.h>

/* Return: true if standard output is a terminal that knows colours and nobody set NO_COLOR. */
bool colour_wanted(void);

#endif
