/* SPDX-License-Identifier: GPL-2.0-only */
/* Stands in for the kernel's <linux/seq_file.h>: a seq_file is a stream in memory. */
#ifndef TCPSTATE_TESTS_UNIT_LINUX_SEQ_FILE_H
#define TCPSTATE_TESTS_UNIT_LINUX_SEQ_FILE_H

#include <stdio.h>

struct seq_file {
	FILE *stream;
};

#define seq_printf(m, ...)	((void)fprintf((m)->stream, __VA_ARGS__))
#define seq_puts(m, text)	((void)fputs((text), (m)->stream))
#define seq_putc(m, c)		((void)fputc((c), (m)->stream))

#endif
