/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writes one JSON document: objects and arrays nested in each other, which a table
 * printer cannot do.
 */
#ifndef TCPSTATE_TOOLS_JSON_H
#define TCPSTATE_TOOLS_JSON_H

#include <stdbool.h>

#include "tools/report.h"

/* The version of every command's document: grows when a member changes its meaning. */
#define JSON_SCHEMA 1

struct json {
	unsigned int depth;
	bool begun;
};

/* Every KEY may be NULL: within an array. */
void json_begin_object(struct json *json, const char *key);
void json_end_object(struct json *json);
void json_begin_array(struct json *json, const char *key);
void json_end_array(struct json *json);
void json_text(struct json *json, const char *key, const char *value);
/* null if not known. */
void json_number(struct json *json, const char *key, struct number value);

#endif
