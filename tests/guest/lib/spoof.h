/* SPDX-License-Identifier: GPL-2.0-only */
/* Segments of a host that is not there. */
#ifndef TCPSTATE_TESTS_GUEST_SPOOF_H
#define TCPSTATE_TESTS_GUEST_SPOOF_H

#include <netinet/in.h>

/* Nobody answers there: packets leave by the loopback device and are dropped. */
#define SILENT_NETWORK	0xc0000200u	/* 192.0.2.0/24 (RFC 5737) */
enum { SILENT_HOSTS = 256 };

/* Adds the route there; needs CAP_NET_ADMIN. */
void add_silent_network(void);

/* A socket for send_syn() and send_ack(); needs CAP_NET_RAW. Fails the scenario if there is none. */
int spoofing_socket(void);

/**
 * send_syn() - send one SYN with any sender
 * @fd: of spoofing_socket()
 * @from: the client, according to the SYN; the sequence number is drawn with random()
 * @to: the server; the route to it decides where the SYN leaves
 *
 * Fails the scenario when it cannot be sent.
 */
void send_syn(int fd, const struct sockaddr_in *from, const struct sockaddr_in *to);

/**
 * send_ack() - acknowledge with any sender
 * @fd: of spoofing_socket()
 * @from: who acknowledges, according to the segment
 * @to: whose data
 * @seq: what comes next from the sender
 * @ack: what it expects next
 *
 * Fails the scenario when it cannot be sent.
 */
void send_ack(int fd, const struct sockaddr_in *from, const struct sockaddr_in *to, uint32_t seq,
	      uint32_t ack);

#endif
