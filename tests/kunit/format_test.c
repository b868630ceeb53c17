// SPDX-License-Identifier: GPL-2.0-only
/* Holds what the kernel's own printf and seq_file write against the examples of procfs/ABI. */

#include <kunit/test.h>
#include <linux/seq_file.h>
#include <linux/socket.h>
#include <linux/string.h>

#include "module/sockets.h"
#include "procfs/abi.h"
#include "procfs/dwell.h"
#include "procfs/socket_columns.h"
#include "procfs/summary.h"
#include "tests/unit/format_example.h"

enum { TEXT_SIZE = 16 * 1024 };

/* The document itself, so that it and the code cannot drift apart. */
asm(".pushsection .rodata\n"
    "tcpstate_abi_begin:\n"
    ".incbin \"" TCPSTATE_ABI_DOCUMENT "\"\n"
    ".byte 0\n"
    ".popsection");
extern const char tcpstate_abi_begin[];

static int format_init(struct kunit *test)
{
	struct seq_file *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);

	if (!m)
		return -ENOMEM;
	m->size = TEXT_SIZE;
	m->buf = kunit_kzalloc(test, TEXT_SIZE, GFP_KERNEL);
	test->priv = m;
	return m->buf ? 0 : -ENOMEM;
}

static const char *text_of(struct kunit *test)
{
	struct seq_file *m = test->priv;

	KUNIT_ASSERT_FALSE(test, seq_has_overflowed(m));
	m->buf[m->count] = '\0';
	return m->buf;
}

/* An example as text, its version filled in. */
static char *example(struct kunit *test, const char *name)
{
	static const char variable[] = "@VERSION@";
	char mark[32], *text = kunit_kzalloc(test, TEXT_SIZE, GFP_KERNEL), *found;
	const char *begin, *end;

	KUNIT_ASSERT_NOT_NULL(test, text);
	snprintf(mark, sizeof(mark), "--8<-- %s\n", name);
	begin = strstr(tcpstate_abi_begin, mark);
	KUNIT_ASSERT_NOT_NULL_MSG(test, begin, "no example named %s", name);
	begin += strlen(mark);
	end = strstr(begin, "-->8--\n");
	KUNIT_ASSERT_NOT_NULL(test, end);
	memcpy(text, begin, end - begin);
	found = strstr(text, variable);
	if (found) {
		begin += found - text + strlen(variable);
		found += sprintf(found, "%s", TCPSTATE_VERSION);
		memcpy(found, begin, end - begin);
		found[end - begin] = '\0';
	}
	return text;
}

static void format_summary(struct kunit *test)
{
	tcpstate_summary_show(test->priv, &format_example);
	KUNIT_EXPECT_STREQ(test, text_of(test), example(test, "summary"));
}

static void format_dwells(struct kunit *test)
{
	static const u64 none[TCPSTATE_HIST_BUCKETS];

	tcpstate_dwell_show_head(test->priv);
	tcpstate_dwell_show(test->priv, TCPSTATE_ARC_ESTABLISHED_FIN_WAIT1, FORMAT_DWELL_TAKEN,
			    FORMAT_DWELL_SUM_NS, FORMAT_DWELL_MAX_NS, format_dwell);
	tcpstate_dwell_show(test->priv, TCPSTATE_ARC_SYN_SENT_CLOSE, 0, 0, 0, none);
	KUNIT_EXPECT_STREQ(test, text_of(test), example(test, "dwell"));
}

/* An event between the two readings: never a negative number. */
static void format_more_measured_than_taken(struct kunit *test)
{
	static const u64 two[TCPSTATE_HIST_BUCKETS] = { [TCPSTATE_HIST_INF] = 2 };

	tcpstate_dwell_show(test->priv, TCPSTATE_ARC_SYN_SENT_CLOSE, 1, 7, 5, two);
	KUNIT_EXPECT_STREQ(test, text_of(test),
			   "dwell        SYN_SENT         CLOSE                             2                  0                  7                  5  inf:2\n");
}

static void format_namespace(struct kunit *test)
{
	static const char first_line[] = "tcpstate 1 netns:4026531840\n";
	struct tcpstate_snapshot *snapshot = kunit_kzalloc(test, sizeof(*snapshot), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, snapshot);
	snapshot->netns_inode = 4026531840;
	tcpstate_summary_show(test->priv, snapshot);
	KUNIT_EXPECT_TRUE(test, !strncmp(text_of(test), first_line, strlen(first_line)));
}

/* Where a column may be written. */
static char *line_of(struct kunit *test)
{
	struct seq_file *m = test->priv;

	return m->buf;
}

static void write_line(struct kunit *test, const char *end)
{
	struct seq_file *m = test->priv;

	m->count = end - m->buf;
}

struct address {
	const char *name;
	const char *text;
	u8 byte[16];
	unsigned short family;
	int port;
};

/* As "ss -tan" writes them. */
static const struct address addresses[] = {
	{ "IPv4", "192.0.2.1:80           ", { 192, 0, 2, 1 }, AF_INET, 80 },
	{ "IPv4, the longest", "255.255.255.255:65535  ", { 255, 255, 255, 255 }, AF_INET, 65535 },
	{ "IPv4, port 0", "0.0.0.0:0              ", {}, AF_INET, 0 },
	{ "IPv4, any port", "0.0.0.0:*              ", {}, AF_INET, -1 },
	{ "IPv6, any", "[::]:*                 ", {}, AF_INET6, -1 },
	{ "IPv6, loopback", "[::1]:22               ", { [15] = 1 }, AF_INET6, 22 },
	{ "IPv6, mapped", "[::ffff:192.0.2.1]:443 ",
	  { [10] = 0xff, [11] = 0xff, [12] = 192, [13] = 0, [14] = 2, [15] = 1 }, AF_INET6, 443 },
	{ "IPv6, the longest", "[2001:db8:1111:2222:3333:4444:5555:6666]:65535 ",
	  { 0x20, 0x01, 0x0d, 0xb8, 0x11, 0x11, 0x22, 0x22, 0x33, 0x33, 0x44, 0x44, 0x55, 0x55,
	    0x66, 0x66 }, AF_INET6, 65535 },
};

static void name_address(const struct address *address, char *name)
{
	strscpy(name, address->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(address, addresses, name_address);

static void format_address(struct kunit *test)
{
	const struct address *address = test->param_value;

	write_line(test, tcpstate_put_address(line_of(test), address->family, address->byte,
					      address->port));
	KUNIT_EXPECT_STREQ(test, text_of(test), address->text);
}

struct number {
	const char *name;
	u64 number;
	unsigned int width;
	const char *text;
};

static const struct number numbers[] = {
	{ "zero", 0, 4, "    0" },
	{ "fits", 1234, 8, "     1234" },
	{ "fills", 1234, 4, " 1234" },
	{ "is wider", 12345, 4, " 12345" },
	{ "the largest", ~0ull, 8, " 18446744073709551615" },
	{ "in the widest column", 7, 30, "                              7" },
};

static void name_number(const struct number *number, char *name)
{
	strscpy(name, number->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(number, numbers, name_number);

static void format_number(struct kunit *test)
{
	const struct number *number = test->param_value;

	write_line(test, tcpstate_put_right(line_of(test), number->number, number->width));
	KUNIT_EXPECT_STREQ(test, text_of(test), number->text);
}

static void expect_number(struct kunit *test, u64 number)
{
	char text[24];

	snprintf(text, sizeof(text), " %llu", number);
	write_line(test, tcpstate_put_right(line_of(test), number, 0));
	KUNIT_EXPECT_STREQ(test, text_of(test), text);
}

/* Each length from its least number to its largest, and each pair of digits. */
static void format_numbers_of_every_length(struct kunit *test)
{
	u64 number, power;

	for (number = 0; number < 10200; number++)
		expect_number(test, number);
	for (power = 100000; power; power *= 10) {
		expect_number(test, power - 1);
		expect_number(test, power);
		if (power > U64_MAX / 10)
			break;
	}
}

static void format_every_octet(struct kunit *test)
{
	char text[24];
	u8 byte[4];
	int i;

	for (i = 0; i < 256; i++) {
		memset(byte, i, sizeof(byte));
		snprintf(text, sizeof(text), "%d.%d.%d.%d:%d", i, i, i, i, i);
		write_line(test, tcpstate_put_address(line_of(test), AF_INET, byte, i));
		text_of(test);
		KUNIT_EXPECT_STREQ(test, strim(line_of(test)), text);
	}
}

struct age {
	const char *name;
	u64 since_ns, now_ns;
	bool known, at_least;
	const char *text;
};

static const struct age ages[] = {
	{ "exact", 1000, 3500, true, false, "exact    2500             " },
	{ "at least", 1000, 3500, true, true, "atleast  2500             " },
	{ "unknown", 0, 3500, false, false, "unknown  -                " },
	{ "the clock stepped back", 3501, 3500, true, false, "exact    0                " },
	{ "ten years", 0, 315576000000000000, true, false, "exact    315576000000000000 " },
};

static void name_age(const struct age *age, char *name)
{
	strscpy(name, age->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(age, ages, name_age);

static void format_age(struct kunit *test)
{
	const struct age *age = test->param_value;
	u64 entry = age->known ? tcpstate_entry(TCPSTATE_LISTEN, age->since_ns) : 0;

	if (age->at_least)
		entry |= TCPSTATE_ENTRY_AT_LEAST;
	write_line(test, tcpstate_put_age(line_of(test), entry, age->now_ns));
	KUNIT_EXPECT_STREQ(test, text_of(test), age->text);
}

static struct kunit_case format_cases[] = {
	KUNIT_CASE(format_summary),
	KUNIT_CASE(format_dwells),
	KUNIT_CASE(format_more_measured_than_taken),
	KUNIT_CASE(format_namespace),
	KUNIT_CASE_PARAM(format_address, address_gen_params),
	KUNIT_CASE_PARAM(format_number, number_gen_params),
	KUNIT_CASE(format_numbers_of_every_length),
	KUNIT_CASE(format_every_octet),
	KUNIT_CASE_PARAM(format_age, age_gen_params),
	{}
};

static struct kunit_suite format_suite = {
	.name = "tcpstate_format",
	.init = format_init,
	.test_cases = format_cases,
};
kunit_test_suite(format_suite);
