// SPDX-License-Identifier: GPL-2.0-only
/* Segments of a host that is not there, by a raw socket. */

#include <net/route.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tests/guest/lib/spoof.h"
#include "tests/guest/lib/scenario_exit.h"

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

void add_silent_network(void)
{
	struct sockaddr_in network = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(SILENT_NETWORK),
	};
	struct sockaddr_in mask = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(~(SILENT_HOSTS - 1u)),
	};
	struct rtentry route = { .rt_flags = RTF_UP, .rt_dev = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	must(fd >= 0, "socket");
	memcpy(&route.rt_dst, &network, sizeof(network));
	memcpy(&route.rt_genmask, &mask, sizeof(mask));
	/* Fails when an earlier workload in this namespace has added it. */
	ioctl(fd, SIOCADDRT, &route);
	close(fd);
}

int spoofing_socket(void)
{
	int fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);

	must(fd >= 0, "socket(SOCK_RAW)");
	return fd;
}

static void send_segment(int fd, const struct sockaddr_in *from, const struct sockaddr_in *to,
			 struct tcphdr tcp)
{
	struct segment segment = {
		.ip = {
			.version = 4, .ihl = sizeof(struct iphdr) / 4, .ttl = 64,
			.protocol = IPPROTO_TCP, .tot_len = htons(sizeof(segment)),
			.saddr = from->sin_addr.s_addr, .daddr = to->sin_addr.s_addr,
		},
		.tcp = tcp,
	};
	struct pseudo pseudo = {
		.from = segment.ip.saddr, .to = segment.ip.daddr, .protocol = IPPROTO_TCP,
		.length = htons(sizeof(struct tcphdr)),
	};

	segment.tcp.source = from->sin_port;
	segment.tcp.dest = to->sin_port;
	segment.tcp.doff = sizeof(struct tcphdr) / 4;
	segment.tcp.window = htons(65535);
	pseudo.tcp = segment.tcp;
	segment.tcp.check = checksum(&pseudo, sizeof(pseudo));
	must(sendto(fd, &segment, sizeof(segment), 0, (const struct sockaddr *)to, sizeof(*to)) ==
	     sizeof(segment), "sendto of a segment");
}

void send_syn(int fd, const struct sockaddr_in *from, const struct sockaddr_in *to)
{
	send_segment(fd, from, to, (struct tcphdr){ .syn = 1, .seq = htonl(random()) });
}

void send_ack(int fd, const struct sockaddr_in *from, const struct sockaddr_in *to, uint32_t seq,
	      uint32_t ack)
{
	send_segment(fd, from, to, (struct tcphdr){
		.ack = 1, .seq = htonl(seq), .ack_seq = htonl(ack),
	});
}
