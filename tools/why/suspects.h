/* SPDX-License-Identifier: GPL-2.0-only */
/* Sockets of one reading, less those that cannot be part of any trouble. */
#ifndef TCPSTATE_TOOLS_WHY_SUSPECTS_H
#define TCPSTATE_TOOLS_WHY_SUSPECTS_H

#include <netinet/tcp.h>

#include "tools/host/owners.h"
#include "tools/output/duration.h"
#include "tools/recording/index.h"
#include "tools/text/socket_end.h"

/**
 * struct suspect - a socket that may be part of some trouble
 * @state: its number; TCP_ESTABLISHED only if data wait or no program has accepted it
 * @served: its local end is a service's: somebody listens there, or its port is the lower one
 * @at_least: its age is a lower bound: it was open when the module was loaded
 * @age_ns: time in the state
 * @local: its end; no end has a text
 * @remote: the other one
 * @rxq: bytes that wait to be read
 * @txq: bytes that wait to be acknowledged
 * @inode: of its file: 0 if no file has it, not known for minisocks and requests
 * @owner: the process that holds it, NULL if none or not known
 */
struct suspect {
	unsigned int state;
	bool served;
	bool at_least;
	struct number age_ns;
	struct socket_end local;
	struct socket_end remote;
	struct number rxq;
	struct number txq;
	struct number inode;
	const struct owner *owner;
};

/* Those of one reading, in an order by which suspects_find() finds them. */
struct suspects {
	struct suspect *suspect;
	size_t count;
	size_t room;
};

/**
 * suspects_read() - read those of one reading
 * @suspects: overwritten
 * @recording: which holds TCPSTATE_PROC_SOCKETS
 * @reading: which of its readings
 * @listening: whether somebody listens on a port, for each
 * @owners: to find theirs in; has to stay
 *
 * Ends the program with a message if they cannot be read.
 */
void suspects_read(struct suspects *suspects, const struct recording *recording,
		   enum report_reading reading, const bool *listening, const struct owners *owners);

/* Return: the connection between two ends; NULL if it is not among the suspects. */
const struct suspect *suspects_find(const struct suspects *suspects,
				    const struct socket_end *local,
				    const struct socket_end *remote);

void suspects_free(struct suspects *suspects);

/* Port of the service whose client or server it is. */
unsigned int suspect_service_port(const struct suspect *suspect);

/* Whether both its ends are on this host, judging by their addresses. */
bool suspect_is_local(const struct suspect *suspect);

bool suspect_is_older(const struct suspect *suspect, uint64_t age_ns);

/*
 * Orders by which one groups: by the remote address, by that and its port, and by the program and
 * the port of the service, be it here or there.
 */
int suspect_by_remote_address(const struct suspect *a, const struct suspect *b);
int suspect_by_remote_end(const struct suspect *a, const struct suspect *b);
int suspect_by_service(const struct suspect *a, const struct suspect *b);

enum { AGE_TEXT_MAX = DURATION_MAX + 16 };

/* "5m3s", "at least 5m3s", "an age that is not known". */
const char *suspect_age(const struct suspect *suspect, char text[AGE_TEXT_MAX]);

#endif
