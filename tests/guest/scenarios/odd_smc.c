// SPDX-License-Identifier: GPL-2.0-only
/* SMC sockets, which fall back to the TCP socket that each has. */

#include <errno.h>
#include <netinet/in.h>

#include "tests/guest/scenarios/odd_kind.h"
#include "tests/guest/lib/scenario_exit.h"

#ifndef AF_SMC
#define AF_SMC 43
#endif
#ifndef IPPROTO_SMC
#define IPPROTO_SMC 256
#endif

/* Protocols of AF_SMC. */
enum { SMC_IPV4, SMC_IPV6 };

static int created(int fd, const char *what)
{
	if (fd < 0 && (errno == EAFNOSUPPORT || errno == EPROTONOSUPPORT))
		skip("this kernel has no %s", what);
	must(fd >= 0, what);
	return fd;
}

static int new_af_smc(enum family family)
{
	return created(socket(AF_SMC, SOCK_STREAM, family == IPV4 ? SMC_IPV4 : SMC_IPV6),
		       "AF_SMC");
}

/* Since 6.11. */
static int new_ipproto_smc(enum family family)
{
	return created(socket(family == IPV4 ? AF_INET : AF_INET6, SOCK_STREAM, IPPROTO_SMC),
		       "IPPROTO_SMC");
}

/* A listener of SMC accepts by itself what TCP has established, unless it is closed before. */
static const char accepted_by_smc[] = "FIN_WAIT2 0+ CLOSE_WAIT 0+";

const struct odd_kind smc_kinds[] = {
	{ "AF_SMC", ON_IPV4 | ON_IPV6, .create = new_af_smc,
	  .not_accepted = accepted_by_smc },
	{ "IPPROTO_SMC", ON_IPV4 | ON_IPV6, .create = new_ipproto_smc,
	  .not_accepted = accepted_by_smc },
	{ 0 },
};
