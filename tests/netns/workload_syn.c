// SPDX-License-Identifier: GPL-2.0-only
/* Half-open requests by raw SYNs, whose answers nobody gets. */

#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/netns/verdict.h"
#include "tests/netns/workload.h"

enum { LINE = 256, STATE_SYN_RECV = 3, WAIT_MS = 15000, POLL_MS = 20 };

struct segment {
	struct iphdr ip;
	struct tcphdr tcp;
} __attribute__((packed));

/* The checksum of RFC 9293 covers a header that is not sent. */
struct pseudo {
	uint32_t from;
	uint32_t to;
	uint8_t zero;
	uint8_t protocol;
	uint16_t length;
	struct tcphdr tcp;
} __attribute__((packed));

static uint16_t checksum(const void *data, size_t length)
{
	const uint8_t *byte = data;
	uint32_t sum = 0;
	size_t i;

	for (i = 0; i < length; i += 2)
		sum += byte[i] << 8 | byte[i + 1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons(~sum & 0xffff);
}

static unsigned int port_of(int listener)
{
	struct address address = local_address(listener);

	if (address.storage.ss_family == AF_INET)
		return ntohs(((struct sockaddr_in *)&address.storage)->sin_port);
	return ntohs(((struct sockaddr_in6 *)&address.storage)->sin6_port);
}

static struct segment syn_to(unsigned int port)
{
	struct segment segment = {
		.ip = {
			.version = 4, .ihl = sizeof(struct iphdr) / 4, .ttl = 64,
			.protocol = IPPROTO_TCP, .tot_len = htons(sizeof(segment)),
			.saddr = htonl(SILENT_NETWORK + 1 + chance(SILENT_HOSTS - 2)),
			.daddr = htonl(INADDR_LOOPBACK),
		},
		.tcp = {
			.source = htons(1024 + chance(60000)), .dest = htons(port),
			.seq = htonl(random()), .doff = sizeof(struct tcphdr) / 4, .syn = 1,
			.window = htons(65535),
		},
	};
	struct pseudo pseudo = {
		.from = segment.ip.saddr, .to = segment.ip.daddr, .protocol = IPPROTO_TCP,
		.length = htons(sizeof(struct tcphdr)), .tcp = segment.tcp,
	};

	segment.tcp.check = checksum(&pseudo, sizeof(pseudo));
	return segment;
}

void send_syns(int listener, unsigned int count)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
	struct segment segment;

	must(fd >= 0, "socket(SOCK_RAW)");
	while (count--) {
		segment = syn_to(port_of(listener));
		must(sendto(fd, &segment, sizeof(segment), 0, (struct sockaddr *)&to, sizeof(to)) ==
		     sizeof(segment), "sendto of a SYN");
	}
	close(fd);
}

/* The least number of times that a request's timer has run; -1 if there are none. */
static long least_timer_runs(const char *path)
{
	unsigned long state, runs;
	char line[LINE];
	long least = -1;
	FILE *file = fopen(path, "r");

	must(file, path);
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "%*s %*s %*s %lx %*s %*s %lx", &state, &runs) == 2 &&
		    state == STATE_SYN_RECV && (least < 0 || (long)runs < least))
			least = runs;
	fclose(file);
	return least;
}

void wait_syn_timers(unsigned int often)
{
	unsigned int ms;
	long runs;

	for (ms = 0; ms < WAIT_MS; ms += POLL_MS) {
		runs = least_timer_runs("/proc/thread-self/net/tcp");
		if (runs < 0 || runs >= (long)often)
			return;
		usleep(POLL_MS * 1000);
	}
	fail("the timers of half-open requests do not run");
}
