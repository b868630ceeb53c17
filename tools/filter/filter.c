// SPDX-License-Identifier: GPL-2.0-only
/* Parses a filter: expressions of ss(8) by recursive descent. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/failure.h"
#include "tools/filter/tree.h"
#include "tools/filter/words.h"

/* Deeper nesting is no question that anybody asks, and would need a deep stack. */
enum { DEPTH_MAX = 100 };

struct parser {
	struct filter_words words;
	size_t next;
	unsigned int depth;
	bool needs_owners;
	char *error;
};

static const struct {
	const char *text;
	enum filter_operator operator;
} operators[] = {
	{ "=", FILTER_EQUAL }, { "==", FILTER_EQUAL }, { "eq", FILTER_EQUAL },
	{ "!=", FILTER_NOT_EQUAL }, { "ne", FILTER_NOT_EQUAL }, { "neq", FILTER_NOT_EQUAL },
	{ "<", FILTER_LESS }, { "lt", FILTER_LESS },
	{ ">", FILTER_MORE }, { "gt", FILTER_MORE },
	{ "<=", FILTER_LESS_EQUAL }, { "le", FILTER_LESS_EQUAL }, { "leq", FILTER_LESS_EQUAL },
	{ ">=", FILTER_MORE_EQUAL }, { "ge", FILTER_MORE_EQUAL }, { "geq", FILTER_MORE_EQUAL },
};

static struct filter_node *parse_any(struct parser *parser);

static void free_node(struct filter_node *node)
{
	if (!node)
		return;
	if (node->kind == FILTER_AND || node->kind == FILTER_OR || node->kind == FILTER_NOT) {
		free_node(node->left);
		free_node(node->right);
	}
	if (node->operand == SOCKET_OPERAND_TEXT)
		free(node->value.text);
	free(node);
}

static struct filter_node *new_node(enum filter_kind kind)
{
	struct filter_node *node = xcalloc(1, sizeof(*node));

	node->kind = kind;
	return node;
}

static struct filter_node *join(enum filter_kind kind, struct filter_node *left,
				struct filter_node *right)
{
	struct filter_node *node;

	if (!left || (kind != FILTER_NOT && !right)) {
		free_node(left);
		free_node(right);
		return NULL;
	}
	node = new_node(kind);
	node->left = left;
	node->right = right;
	return node;
}

static const struct filter_word *current(const struct parser *parser)
{
	return parser->next < parser->words.count ? &parser->words.word[parser->next] : NULL;
}

/* Only the first error is reported. */
static void *fail(struct parser *parser, const struct filter_word *word, const char *wrong)
{
	if (*parser->error)
		return NULL;
	if (word)
		snprintf(parser->error, FILTER_ERROR_MAX, "'%.60s' %s: near word %zu of '%.200s'",
			 word->text, wrong, word->place, parser->words.whole);
	else
		snprintf(parser->error, FILTER_ERROR_MAX, "%s at the end of '%.200s'", wrong,
			 parser->words.whole);
	return NULL;
}

static bool says(const struct filter_word *word, const char *text)
{
	return word && text && !strcmp(word->text, text);
}

/* Goes on if the word is one of them; TWO and THREE may be NULL. */
static bool take(struct parser *parser, const char *one, const char *two, const char *three)
{
	const struct filter_word *word = current(parser);

	if (!says(word, one) && !says(word, two) && !says(word, three))
		return false;
	parser->next++;
	return true;
}

static const struct filter_word *take_operand(struct parser *parser, const char *missing)
{
	const struct filter_word *word = current(parser);

	if (!word || (word->sign && says(word, ")")))
		return fail(parser, NULL, missing);
	if (word->sign)
		return fail(parser, word, "stands where a value should");
	parser->next++;
	return word;
}

static bool begins_states(const struct filter_word *word)
{
	return says(word, "state") || says(word, "exclude") || says(word, "excl");
}

/* As in ss: "state A state B" is both, "exclude A exclude B" is neither. */
static struct filter_node *parse_states(struct parser *parser)
{
	struct filter_states states = { 0 }, more;
	const struct filter_word *word;
	bool first = true, exclude;
	struct filter_node *node;
	const char *wrong;
	size_t i;

	for (; begins_states(current(parser)); first = false) {
		exclude = !says(current(parser), "state");
		parser->next++;
		word = take_operand(parser, "a state is missing");
		if (!word)
			return NULL;
		wrong = filter_read_states(word->text, &more);
		if (wrong)
			return fail(parser, word, wrong);
		if (first && exclude)
			filter_read_states("all", &states);
		for (i = 0; i < TCP_STATES; i++)
			states.named[i] = exclude ? states.named[i] && !more.named[i] :
						    states.named[i] || more.named[i];
		states.others = exclude ? states.others && !more.others :
					  states.others || more.others;
	}
	node = new_node(FILTER_STATES);
	node->states = states;
	return node;
}

/* Without an operator "equal" is meant, but nobody asks for an age to the nanosecond. */
static bool parse_operator(struct parser *parser, struct filter_node *node)
{
	const struct filter_word *word = current(parser);
	size_t i;

	node->operator = FILTER_EQUAL;
	for (i = 0; word && i < sizeof(operators) / sizeof(operators[0]); i++) {
		if (!says(word, operators[i].text))
			continue;
		node->operator = operators[i].operator;
		if (node->operator > FILTER_NOT_EQUAL && !filter_is_ordered(node)) {
			fail(parser, word, "should be = or !=");
			return false;
		}
		parser->next++;
		return true;
	}
	if (word && node->operand == SOCKET_OPERAND_DURATION) {
		fail(parser, word, "stands where <, >, <= or >= should");
		return false;
	}
	return true;
}

static void *fail_unknown(struct parser *parser, const struct filter_word *word)
{
	struct filter_states states;
	size_t length;
	char *wrong;
	FILE *out;

	if (!word->sign && !filter_read_states(word->text, &states))
		return fail(parser, word, "is a state: write 'state' before it");
	out = xopen_memstream(&wrong, &length);
	fputs("cannot be filtered by: use ", out);
	filter_print_fields(out);
	xclose_memstream(out);
	fail(parser, word, wrong);
	free(wrong);
	return NULL;
}

static struct filter_node *parse_predicate(struct parser *parser)
{
	const struct filter_word *word = current(parser);
	struct filter_node *node = new_node(FILTER_ALL);
	const char *wrong;

	if (word->sign || !filter_predicate(word->text, node)) {
		free_node(node);
		return fail_unknown(parser, word);
	}
	parser->next++;
	word = parse_operator(parser, node) ? take_operand(parser, "a value is missing") : NULL;
	wrong = word ? filter_read_operand(word->text, node) : NULL;
	if (wrong)
		fail(parser, word, wrong);
	if (!word || wrong) {
		free_node(node);
		return NULL;
	}
	if (node->kind == FILTER_PID || node->kind == FILTER_COMM)
		parser->needs_owners = true;
	return node;
}

static struct filter_node *parse_one(struct parser *parser)
{
	const struct filter_word *word = current(parser);
	struct filter_node *node;

	if (!word)
		return fail(parser, NULL, "something is missing");
	if (parser->depth == DEPTH_MAX)
		return fail(parser, word, "is nested too deeply");
	parser->depth++;
	if (take(parser, "!", "not", NULL)) {
		node = join(FILTER_NOT, parse_one(parser), NULL);
	} else if (take(parser, "(", NULL, NULL)) {
		node = parse_any(parser);
		if (node && !take(parser, ")", NULL, NULL)) {
			free_node(node);
			node = fail(parser, NULL, "a ')' is missing");
		}
	} else if (begins_states(word)) {
		node = parse_states(parser);
	} else {
		node = parse_predicate(parser);
	}
	parser->depth--;
	return node;
}

static struct filter_node *parse_all(struct parser *parser)
{
	struct filter_node *node = parse_one(parser);
	const struct filter_word *word;

	while (node && (word = current(parser)) && !says(word, ")") && !says(word, "|") &&
	       !says(word, "||") && !says(word, "or")) {
		take(parser, "&", "&&", "and");
		node = join(FILTER_AND, node, parse_one(parser));
	}
	return node;
}

static struct filter_node *parse_any(struct parser *parser)
{
	struct filter_node *node = parse_all(parser);

	while (node && take(parser, "|", "||", "or"))
		node = join(FILTER_OR, node, parse_all(parser));
	return node;
}

static struct filter_node *parse_whole(struct parser *parser)
{
	struct filter_node *node;

	if (!parser->words.count)
		return new_node(FILTER_ALL);
	node = parse_any(parser);
	if (!node || !current(parser))
		return node;
	free_node(node);
	return fail(parser, current(parser), "closes nothing");
}

struct filter *filter_parse(char *const *words, size_t count, char error[FILTER_ERROR_MAX])
{
	struct parser parser = { .error = error };
	struct filter_node *root = NULL;
	struct filter *filter = NULL;
	const char *wrong;

	*error = '\0';
	wrong = filter_words_split(&parser.words, words, count);
	if (wrong)
		snprintf(error, FILTER_ERROR_MAX, "%s", wrong);
	else
		root = parse_whole(&parser);
	filter_words_free(&parser.words);
	if (!root)
		return NULL;
	filter = xcalloc(1, sizeof(*filter));
	filter->root = root;
	filter->needs_owners = parser.needs_owners;
	return filter;
}

void filter_free(struct filter *filter)
{
	free_node(filter->root);
	free(filter);
}
