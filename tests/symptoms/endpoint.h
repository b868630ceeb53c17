/* SPDX-License-Identifier: GPL-2.0-only */
/* Addresses and ports as the programs of a symptom are told them. */
#ifndef TCPSTATE_TESTS_SYMPTOMS_ENDPOINT_H
#define TCPSTATE_TESTS_SYMPTOMS_ENDPOINT_H

#include <sys/socket.h>

struct endpoint {
	union {
		struct sockaddr any;
		struct sockaddr_storage storage;
	};
	socklen_t length;
};

/* Reads an address of either family and a port from 1; fails the program if they are none. */
struct endpoint endpoint_of(const char *address, const char *port);

/* A whole number from 1 to @most; fails the program if @text is none. */
unsigned long number_of(const char *text, unsigned long most);

#endif
