/* SPDX-License-Identifier: GPL-2.0-only */
/* The sockets that clients come to. */
#ifndef TCPSTATE_TOOLS_EXPORTER_LISTEN_H
#define TCPSTATE_TOOLS_EXPORTER_LISTEN_H

#include <stddef.h>

#define LISTEN_DEFAULT "127.0.0.1:9941"

/**
 * listen_on() - listen on an address
 * @address: "127.0.0.1:9941", "[::1]:9941"; "0.0.0.0" and "[::]" for all addresses
 *
 * Return: a socket that does not block. Ends the program with a message if it is no address or
 * is taken.
 */
int listen_on(const char *address);

/**
 * listen_inherited() - sockets that systemd has opened for us (sd_listen_fds(3))
 * @sockets: gets them
 * @room: for how many
 *
 * Return: how many. Ends the program with a message if one of them is no listening stream socket.
 */
size_t listen_inherited(int *sockets, size_t room);

#endif
