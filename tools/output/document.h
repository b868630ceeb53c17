/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The outer part of a JSON document. The members of one network namespace stand at the top; those
 * of all, in an object of the array "namespaces" each, beside its name.
 */
#ifndef TCPSTATE_TOOLS_OUTPUT_DOCUMENT_H
#define TCPSTATE_TOOLS_OUTPUT_DOCUMENT_H

#include "tools/host/netns.h"
#include "tools/output/json.h"

/**
 * document_head() - begin a document, which json_end_object() ends
 * @json: gets its version
 * @scope: of its numbers, if they are of one; or NULL
 */
void document_head(struct json *json, const char *scope);

/* The same of one network namespace or of all, and its end. */
void document_begin(struct json *json, const struct netns_list *list);
void document_end(struct json *json, const struct netns_list *list);

/* These go around the members of each network namespace; @n is its place in the list. */
void document_open(struct json *json, const struct netns_list *list, size_t n);
void document_close(struct json *json, const struct netns_list *list);

#endif
