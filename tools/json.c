// SPDX-License-Identifier: GPL-2.0-only
/* Writes one JSON document to standard output. */

#include <inttypes.h>

#include "tools/json.h"

static void put_string(const char *text)
{
	const unsigned char *c;

	putchar('"');
	for (c = (const unsigned char *)text; *c; c++)
		if (*c == '"' || *c == '\\')
			printf("\\%c", *c);
		else if (*c < ' ')
			printf("\\u%04x", *c);
		else
			putchar(*c);
	putchar('"');
}

static void begin_member(struct json *json, const char *key)
{
	if (json->begun)
		putchar(',');
	if (json->depth)
		printf("\n%*s", 2 * json->depth, "");
	json->begun = true;
	if (!key)
		return;
	put_string(key);
	fputs(": ", stdout);
}

static void begin(struct json *json, const char *key, char bracket)
{
	begin_member(json, key);
	putchar(bracket);
	json->depth++;
	json->begun = false;
}

static void end(struct json *json, char bracket)
{
	json->depth--;
	if (json->begun)
		printf("\n%*s", 2 * json->depth, "");
	putchar(bracket);
	if (!json->depth)
		putchar('\n');
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
	put_string(value);
}

void json_number(struct json *json, const char *key, struct number value)
{
	begin_member(json, key);
	if (value.known)
		printf("%" PRIu64, value.value);
	else
		fputs("null", stdout);
}
