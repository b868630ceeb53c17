// SPDX-License-Identifier: GPL-2.0-only
/* Addresses, ports and counts from the command line. */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>

#include "tests/guest/lib/scenario_exit.h"
#include "tests/symptoms/endpoint.h"

unsigned long number_of(const char *text, unsigned long most)
{
	unsigned long number;
	char *end;

	errno = 0;
	number = strtoul(text, &end, 10);
	if (errno || *end || number < 1 || number > most)
		fail("'%s' is no number from 1 to %lu", text, most);
	return number;
}

struct endpoint endpoint_of(const char *address, const char *port)
{
	struct endpoint endpoint = { 0 };
	struct sockaddr_in *in = (struct sockaddr_in *)&endpoint.storage;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&endpoint.storage;
	in_port_t at = htons(number_of(port, 65535));

	if (inet_pton(AF_INET, address, &in->sin_addr) == 1) {
		in->sin_family = AF_INET;
		in->sin_port = at;
		endpoint.length = sizeof(*in);
	} else if (inet_pton(AF_INET6, address, &in6->sin6_addr) == 1) {
		in6->sin6_family = AF_INET6;
		in6->sin6_port = at;
		endpoint.length = sizeof(*in6);
	} else {
		fail("'%s' is no address", address);
	}
	return endpoint;
}
