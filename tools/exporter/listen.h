/* SPDX-License-Identifier: GPL-2.0-only */
/* Opens the listening sockets. */
#ifndef TCPSTATE_TOOLS_EXPORTER_LISTEN_H
#define TCPSTATE_TOOLS_EXPORTER_LISTEN_H

#include <stddef.h>

#define LISTEN_DEFAULT "127.0.0.1:9941"

/**
 * listen_on() - listen on an address
 * @address: like "127.0.0.1:9941" or "[::1]:9941"; "0.0.0.0" and "[::]" for all addresses
 *
 * Return: a non-blocking socket. Ends the program with a message if the address is invalid or
 * in use.
 */
int listen_on(const char *address);

/**
 * listen_inherited() - take over the sockets that systemd has opened (sd_listen_fds(3))
 * @sockets: overwritten with the sockets
 * @room: how many fit
 *
 * Return: how many. Ends the program with a message if one of them is no listening stream socket.
 */
size_t listen_inherited(int *sockets, size_t room);

#endif
