// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate explain: what a state or an arc means, and what to do about many of them. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/command.h"
#include "tools/failure.h"
#include "tools/options.h"
#include "tools/output/document.h"
#include "tools/output/json.h"
#include "tools/output/paragraph.h"
#include "tools/states/arc.h"
#include "tools/states/states.h"

enum { INDENT = 4 };

static void print_part(const char *heading, const char *text)
{
	printf("\n%s\n", heading);
	paragraph_print("", INDENT, text);
}

static void print_names(const struct tcp_state *state)
{
	const char *const *elsewhere = state->elsewhere;

	printf("\nELSEWHERE\n"
	       "    RFC 9293        %s\n"
	       "    ss              %s\n"
	       "    netstat         %s\n"
	       "    /proc/net/tcp   %02X\n"
	       "    Windows         %s, in PowerShell %s\n"
	       "    BSD, macOS      %s\n"
	       "    Cisco IOS       %s\n",
	       elsewhere[STATE_IN_RFC], elsewhere[STATE_IN_SS], elsewhere[STATE_IN_NETSTAT],
	       state->number, elsewhere[STATE_IN_WINDOWS], elsewhere[STATE_IN_POWERSHELL],
	       elsewhere[STATE_IN_BSD], elsewhere[STATE_IN_CISCO]);
}

static void print_arcs_of(const char *state)
{
	const struct arc_text *arc;
	size_t i;

	puts("\nARCS");
	for (i = 0; i < explained_arcs_count; i++) {
		arc = &explained_arcs[i];
		if (!strcmp(arc->to, state) || !strcmp(arc->from, state))
			printf("    %s -> %s\n", arc->from, arc->to);
	}
}

static void print_state(const struct tcp_state *state)
{
	const struct state_text *text = explained_state(state);
	const char *const *next;

	printf("%s: %s\n", state->name, text->brief);
	print_part("MEANS", text->meaning);
	print_part("SEEN BY", text->side);
	print_part("RFC 9293 SAYS", text->rfc);
	print_part("LINUX", text->kernel);
	print_part("MANY, OR OLD ONES", text->pile_up);
	print_part("DO NOT", text->avoid);
	puts("\nLOOK NEXT");
	for (next = text->next; *next; next++)
		printf("    %s\n", *next);
	print_names(state);
	print_arcs_of(state->name);
}

static void print_arc(const struct arc_text *arc)
{
	printf("%s -> %s\n", arc->from, arc->to);
	print_part("HAPPENS WHEN", arc->happens);
	print_part("THE TIME BEFORE IT", arc->dwell);
	print_part("MANY", arc->many);
	printf("\nLOOK NEXT\n"
	       "    tcpstate dwell %s %s\n"
	       "    tcpstate explain %s\n"
	       "    tcpstate explain %s\n",
	       arc->from, arc->to, arc->from, arc->to);
}

/* A reader found it in a text of tcpstate and wants to know what it means. */
static void print_unexpected(const struct arc *question)
{
	size_t i;

	printf("%s -> %s: Linux is not known to do this\n", question->from, question->to);
	print_part("MANY",
		   "A socket that does is counted as \"unexpected\" and shown in red. Please "
		   "report it with the kernel's version and a recording: tcpstate record FILE.");
	printf("\nKNOWN FROM %s\n", question->from);
	for (i = 0; i < explained_arcs_count; i++)
		if (!strcmp(explained_arcs[i].from, question->from))
			printf("    %s -> %s\n", explained_arcs[i].from, explained_arcs[i].to);
}

static void print_all(void)
{
	size_t i;

	for (i = 0; i < TCP_STATES; i++)
		printf("%-12s %s\n", tcp_states[i].name, explained_state(&tcp_states[i])->brief);
	puts("\nMore of one: tcpstate explain CLOSE_WAIT; of an arc: "
	     "tcpstate explain SYN_SENT CLOSE");
}

static void json_names(struct json *json, const struct tcp_state *state)
{
	char proc[sizeof("0A")];

	snprintf(proc, sizeof(proc), "%02hhX", (unsigned char)state->number);
	json_begin_object(json, "elsewhere");
	json_text(json, "rfc9293", state->elsewhere[STATE_IN_RFC]);
	json_text(json, "ss", state->elsewhere[STATE_IN_SS]);
	json_text(json, "netstat", state->elsewhere[STATE_IN_NETSTAT]);
	json_text(json, "proc", proc);
	json_text(json, "windows", state->elsewhere[STATE_IN_WINDOWS]);
	json_text(json, "powershell", state->elsewhere[STATE_IN_POWERSHELL]);
	json_text(json, "bsd", state->elsewhere[STATE_IN_BSD]);
	json_text(json, "cisco", state->elsewhere[STATE_IN_CISCO]);
	json_end_object(json);
}

static void json_state(struct json *json, const struct tcp_state *state)
{
	const struct state_text *text = explained_state(state);
	const char *const *next;

	json_text(json, "state", state->name);
	json_text(json, "brief", text->brief);
	json_text(json, "means", text->meaning);
	json_text(json, "seen_by", text->side);
	json_text(json, "rfc9293", text->rfc);
	json_text(json, "linux", text->kernel);
	json_text(json, "many", text->pile_up);
	json_text(json, "do_not", text->avoid);
	json_begin_array(json, "next");
	for (next = text->next; *next; next++)
		json_text(json, NULL, *next);
	json_end_array(json);
	json_names(json, state);
}

static void json_arc(struct json *json, const struct arc *question)
{
	const struct arc_text *arc = explained_arc(question->from, question->to);

	json_text(json, "from", question->from);
	json_text(json, "to", question->to);
	json_text(json, "happens_when", arc ? arc->happens : NULL);
	json_text(json, "dwell", arc ? arc->dwell : NULL);
	json_text(json, "many", arc ? arc->many : NULL);
}

static void print_json(const struct arc *question)
{
	struct json json = { 0 };
	size_t i;

	document_head(&json, NULL);
	if (question->to) {
		json_arc(&json, question);
	} else if (question->from) {
		json_state(&json, tcp_state_named(question->from));
	} else {
		json_begin_array(&json, "states");
		for (i = 0; i < TCP_STATES; i++) {
			json_begin_object(&json, NULL);
			json_state(&json, &tcp_states[i]);
			json_end_object(&json);
		}
		json_end_array(&json);
	}
	json_end_object(&json);
}

static void refuse(const struct options *options)
{
	size_t i;

	fputs("tcpstate: unknown state or arc '", stderr);
	for (i = 0; i < options->word_count; i++)
		fprintf(stderr, "%s%s", i ? " " : "", options->words[i]);
	fputs("'; use one of", stderr);
	for (i = 0; i < TCP_STATES; i++)
		fprintf(stderr, " %s", tcp_states[i].name);
	fputs(", and arcs like SYN_SENT CLOSE\n", stderr);
	exit(usage_status);
}

int explain_main(const struct options *options)
{
	struct arc question = { NULL, NULL };

	if (options->word_count && !arc_from_words(options->words, options->word_count, &question))
		refuse(options);
	if (options->json)
		print_json(&question);
	else if (question.to && explained_arc(question.from, question.to))
		print_arc(explained_arc(question.from, question.to));
	else if (question.to)
		print_unexpected(&question);
	else if (question.from)
		print_state(tcp_state_named(question.from));
	else
		print_all();
	return EXIT_SUCCESS;
}
