// SPDX-License-Identifier: GPL-2.0-only
/* Writes one JSON document to standard output. */

#include <inttypes.h>
#include <stdio.h>

#include "tools/clock.h"
#include "tools/output/json.h"

static void put_string(const char *text)
{
	const unsigned char *c;

	putchar_unlocked('"');
	for (c = (const unsigned char *)text; *c; c++)
		if (*c == '"' || *c == '\\')
			printf("\\%c", *c);
		else if (*c < ' ')
			printf("\\u%04x", *c);
		else
			putchar_unlocked(*c);
	putchar_unlocked('"');
}

static void break_line(const struct json *json)
{
	unsigned int i;

	if (json->lines && json->depth > json->lines) {
		if (json->begun)
			putchar_unlocked(' ');
		return;
	}
	putchar_unlocked('\n');
	for (i = 0; i < 2 * json->depth; i++)
		putchar_unlocked(' ');
}

static void begin_member(struct json *json, const char *key)
{
	if (json->begun)
		putchar_unlocked(',');
	if (json->depth)
		break_line(json);
	json->begun = true;
	if (!key)
		return;
	put_string(key);
	fputs(": ", stdout);
}

static void begin(struct json *json, const char *key, char bracket)
{
	begin_member(json, key);
	putchar_unlocked(bracket);
	json->depth++;
	json->begun = false;
}

static void end(struct json *json, char bracket)
{
	bool own_line = !json->lines || json->depth <= json->lines;

	json->depth--;
	if (json->begun && own_line)
		break_line(json);
	putchar_unlocked(bracket);
	if (!json->depth)
		putchar_unlocked('\n');
	json->begun = true;
}

void json_begin_object(struct json *json, const char *key)
{
	begin(json, key, '{');
}

void json_end_object(struct json *json)
{
	end(json, '}');
}

void json_begin_array(struct json *json, const char *key)
{
	begin(json, key, '[');
}

void json_end_array(struct json *json)
{
	end(json, ']');
}

void json_text(struct json *json, const char *key, const char *value)
{
	begin_member(json, key);
	if (value)
		put_string(value);
	else
		fputs("null", stdout);
}

void json_number(struct json *json, const char *key, struct number value)
{
	begin_member(json, key);
	if (value.known)
		printf("%" PRIu64, value.value);
	else
		fputs("null", stdout);
}

void json_seconds(struct json *json, const char *key, struct number ns)
{
	begin_member(json, key);
	if (ns.known)
		printf("%" PRIu64 ".%09" PRIu64, ns.value / SECOND_NS, ns.value % SECOND_NS);
	else
		fputs("null", stdout);
}

void json_ratio(struct json *json, const char *key, bool known, double value)
{
	begin_member(json, key);
	if (known)
		printf("%.9g", value);
	else
		fputs("null", stdout);
}
