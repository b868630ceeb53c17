/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writes one JSON document: objects and arrays nested in each other, which a table
 * printer cannot do.
 */
#ifndef TCPSTATE_TOOLS_OUTPUT_JSON_H
#define TCPSTATE_TOOLS_OUTPUT_JSON_H

#include <stdbool.h>

#include "tools/number.h"


/* The version of every command's document: grows when a member changes its meaning. */
#define JSON_SCHEMA 1

/**
 * struct json - a document that is being written; all 0 at its begin
 * @lines: to what depth members have a line each; 0 is any depth
 */
struct json {
	unsigned int lines;

	unsigned int depth;
	bool begun;
};

/* Every KEY may be NULL: within an array. */
void json_begin_object(struct json *json, const char *key);
void json_end_object(struct json *json);
void json_begin_array(struct json *json, const char *key);
void json_end_array(struct json *json);
/* null if it is NULL. */
void json_text(struct json *json, const char *key, const char *value);
/* null if not known. */
void json_number(struct json *json, const char *key, struct number value);
/* Nanoseconds as seconds with all their digits; null if not known. */
void json_seconds(struct json *json, const char *key, struct number ns);
/* A rate or a share; null if not known. */
void json_ratio(struct json *json, const char *key, bool known, double value);

#endif
