// SPDX-License-Identifier: GPL-2.0-only
/* Understands the operands of a filter: ports, hosts, states, times, numbers, users. */

#include <arpa/inet.h>
#include <netdb.h>
#include <pwd.h>
#include <string.h>
#include <sys/socket.h>

#include "procfs/abi.h"
#include "tools/filter/tree.h"
#include "tools/output/duration.h"
#include "tools/states/spelling.h"

static bool read_digits(const char *word, uint64_t most, uint64_t *number)
{
	const char *c;

	*number = 0;
	for (c = word; *c >= '0' && *c <= '9'; c++)
		if (__builtin_mul_overflow(*number, 10, number) ||
		    __builtin_add_overflow(*number, *c - '0', number))
			return false;
	return c != word && !*c && *number <= most;
}

static bool read_port(const char *word, int *port)
{
	struct servent *service;
	uint64_t number;

	if (!*word || !strcmp(word, "*")) {
		*port = SOCKET_PORT_ANY;
		return true;
	}
	if (read_digits(word, UINT16_MAX, &number)) {
		*port = number;
		return true;
	}
	if (*word >= '0' && *word <= '9')
		return false;
	service = getservbyname(word, "tcp");
	if (service)
		*port = ntohs(service->s_port);
	return service;
}

/* "443", ":443", ":https", and "*" for any. */
const char *filter_read_port(const char *word, struct filter_host *host)
{
	*host = (struct filter_host){ .port = SOCKET_PORT_ANY };
	if (*word == ':')
		word++;
	return *word && read_port(word, &host->port) ? NULL : "is no port";
}

struct host_parts {
	char *address;
	char *bits;
	char *port;
};

static char *cut_at(char *text, char *place)
{
	if (!place || place < text)
		return NULL;
	*place = '\0';
	return place + 1;
}

/* Without brackets two colons can only be those of an IPv6 address. */
static const char *split_host(char *text, struct host_parts *parts)
{
	char *rest = text, *colon = strchr(text, ':');

	parts->address = text;
	if (*text == '[') {
		parts->address++;
		rest = cut_at(text, strchr(text, ']'));
		if (!rest)
			return "lacks its ']'";
		if (*rest && *rest != '/' && *rest != ':')
			return "is no address";
		colon = strchr(rest, ':');
	} else if (colon != strrchr(text, ':')) {
		colon = NULL;
	}
	parts->port = cut_at(rest, colon);
	parts->bits = cut_at(rest, strchr(rest, '/'));
	if (!parts->bits)
		parts->bits = cut_at(parts->address, strchr(parts->address, '/'));
	return NULL;
}

static const char *read_address(const struct host_parts *parts, struct filter_host *host)
{
	uint64_t bits;

	host->family = strchr(parts->address, ':') ? AF_INET6 : AF_INET;
	bits = host->family == AF_INET6 ? 128 : 32;
	if (inet_pton(host->family, parts->address, host->address) != 1)
		return "is no address";
	if (parts->bits && !read_digits(parts->bits, bits, &bits))
		return "has a prefix length that does not fit";
	host->bits = bits;
	return NULL;
}

const char *filter_read_host(const char *word, struct filter_host *host)
{
	struct host_parts parts;
	const char *wrong;
	char text[128];

	*host = (struct filter_host){ .family = AF_UNSPEC, .port = SOCKET_PORT_ANY };
	if (strlen(word) >= sizeof(text))
		return "is no address";
	strcpy(text, word);
	wrong = split_host(text, &parts);
	if (wrong)
		return wrong;
	if (parts.port && (!*parts.port || !read_port(parts.port, &host->port)))
		return "has no port that is one";
	if (!strcmp(parts.address, "*") || (!*parts.address && parts.port && *text != '['))
		return parts.bits ? "is no address" : NULL;
	return read_address(&parts, host);
}

static unsigned int group_of(const char *word)
{
	static const struct {
		const char *name;
		unsigned int group;
	} groups[] = {
		{ "all", STATE_ALL }, { "connected", STATE_CONNECTED },
		{ "synchronized", STATE_SYNCHRONIZED }, { "bucket", STATE_BUCKET },
		{ "big", STATE_BIG },
	};
	size_t i;

	for (i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		if (!strcasecmp(groups[i].name, word))
			return groups[i].group;
	return 0;
}

const char *filter_read_states(const char *word, struct filter_states *states)
{
	const char *name = state_from_spelling(word);
	unsigned int group = group_of(word);
	size_t i;

	if (!name && !group)
		return "is no state";
	for (i = 0; i < TCP_STATES; i++)
		states->named[i] = name ? !strcmp(tcp_states[i].name, name) :
					  tcp_states[i].groups & group;
	states->others = group == STATE_ALL;
	return NULL;
}

const char *filter_read_duration(const char *word, uint64_t *ns)
{
	return duration_parse(word, ns) ? NULL : "is no time like 5m, 1h30m or 300ms";
}

const char *filter_read_number(const char *word, uint64_t *number)
{
	return read_digits(word, UINT64_MAX, number) ? NULL : "is no number";
}

const char *filter_read_user(const char *word, uint64_t *uid)
{
	struct passwd *user;

	if (read_digits(word, UINT32_MAX, uid))
		return NULL;
	user = getpwnam(word);
	if (!user)
		return "is no user";
	*uid = user->pw_uid;
	return NULL;
}

const char *filter_read_since(const char *word, enum socket_since *since)
{
	if (!strcmp(word, TCPSTATE_SINCE_EXACT))
		*since = SOCKET_SINCE_EXACT;
	else if (!strcmp(word, TCPSTATE_SINCE_ATLEAST))
		*since = SOCKET_SINCE_ATLEAST;
	else if (!strcmp(word, TCPSTATE_SINCE_UNKNOWN))
		*since = SOCKET_SINCE_UNKNOWN;
	else
		return "should be " TCPSTATE_SINCE_EXACT ", " TCPSTATE_SINCE_ATLEAST " or "
		       TCPSTATE_SINCE_UNKNOWN;
	return NULL;
}
