/* SPDX-License-Identifier: GPL-2.0-only */
/* How the processes that hold a socket are shown. */
#ifndef TCPSTATE_TOOLS_OUTPUT_PROCESSES_H
#define TCPSTATE_TOOLS_OUTPUT_PROCESSES_H

#include "tools/host/owners.h"
#include "tools/output/json.h"

/**
 * processes_format() - name them
 * @owner: the first descriptor of the socket
 * @owners: how many
 *
 * A process that holds it by several descriptors is named once.
 *
 * Return: like "nginx(812),nginx(813)", to be freed; "-" if there are none.
 */
char *processes_format(const struct owner *owner, size_t owners);

/* An array "process" of comm, pid and fd; null if there are none. */
void processes_json(struct json *json, const struct owner *owner, size_t owners);

#endif
