// SPDX-License-Identifier: GPL-2.0-only
/* Sockets that an option of a connection makes odd: another family, a device, a VRF. */

#include <net/if.h>
#include <netinet/in.h>

#include "tests/guest/lib/command.h"
#include "tests/guest/scenarios/odd_kind.h"
#include "tests/guest/lib/scenario_exit.h"

/* An IPv6 socket with IPv4 addresses becomes one of IPv4, in the middle of its connection. */
static void become_ipv4(int fd)
{
	set_option(fd, IPPROTO_IPV6, IPV6_ADDRFORM, AF_INET);
}

static void bind_to_device(int fd, const char *device)
{
	must(!setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, device, IFNAMSIZ), "SO_BINDTODEVICE");
}

static void bind_to_lo(int fd, enum family family)
{
	char lo[IFNAMSIZ] = "lo";

	(void)family;
	bind_to_device(fd, lo);
}

/* A device with a routing table of its own, to which this host's addresses belong as well. */
static void make_vrf(enum family family)
{
	(void)family;
	if (!command("ip link add red type vrf table 10"))
		skip("this kernel has no VRF");
	must_run("ip link set red up");
	must_run("ip addr add 127.0.0.1/8 dev red");
	must_run("ip addr add ::1/128 dev red nodad");
	/* The device's table must be asked first, or the local one answers with lo. */
	must_run("ip rule add pref 32765 table local");
	must_run("ip rule del pref 0");
	must_run("ip -6 rule add pref 32765 table local");
	must_run("ip -6 rule del pref 0");
}

static void bind_to_vrf(int fd, enum family family)
{
	char red[IFNAMSIZ] = "red";

	(void)family;
	bind_to_device(fd, red);
}

const struct odd_kind option_kinds[] = {
	{ "IPV6_ADDRFORM", ON_MAPPED, .alter = become_ipv4 },
	{ "SO_BINDTODEVICE", ON_IPV4 | ON_IPV6, .prepare = bind_to_lo },
	{ "VRF", ON_IPV4 | ON_IPV6, .begin = make_vrf, .prepare = bind_to_vrf },
	{ 0 },
};
