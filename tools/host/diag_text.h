/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What sock_diag(7) says of this network namespace, as the texts that the module would print of
 * it: "-" stands where only the module knows.
 */
#ifndef TCPSTATE_TOOLS_HOST_DIAG_TEXT_H
#define TCPSTATE_TOOLS_HOST_DIAG_TEXT_H

#include <stdbool.h>
#include <stdio.h>

/* Each prints a whole text. Return: false, with errno, if the sockets cannot be dumped. */
bool diag_text_summary(FILE *out);
bool diag_text_sockets(FILE *out);
bool diag_text_listeners(FILE *out);

#endif
