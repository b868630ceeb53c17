/* SPDX-License-Identifier: GPL-2.0-only */
/* A number that may not be known. */
#ifndef TCPSTATE_TOOLS_NUMBER_H
#define TCPSTATE_TOOLS_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* A number of a text: "-" is not known, which is not 0. */
struct number {
	bool known;
	uint64_t value;
};

#endif
