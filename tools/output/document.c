// SPDX-License-Identifier: GPL-2.0-only
/* Prints what goes around the members of a JSON document. */

#include "tools/output/document.h"

void document_head(struct json *json, const char *scope)
{
	json_begin_object(json, NULL);
	json_number(json, "schema", (struct number){ true, JSON_SCHEMA });
	if (scope)
		json_text(json, "scope", scope);
}

void document_begin(struct json *json, const struct netns_list *list)
{
	document_head(json, NULL);
	if (list->all)
		json_begin_array(json, "namespaces");
}

void document_open(struct json *json, const struct netns_list *list, size_t n)
{
	if (!list->all)
		return;
	json_begin_object(json, NULL);
	json_text(json, "netns", list->netns[n].name);
}

void document_close(struct json *json, const struct netns_list *list)
{
	if (list->all)
		json_end_object(json);
}

void document_end(struct json *json, const struct netns_list *list)
{
	if (list->all)
		json_end_array(json);
	json_end_object(json);
}
