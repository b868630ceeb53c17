/* SPDX-License-Identifier: GPL-2.0-only */
/* How a number stands in a column of the texts. */
#ifndef TCPSTATE_PROCFS_COLUMN_H
#define TCPSTATE_PROCFS_COLUMN_H

#include <linux/seq_file.h>
#include <linux/types.h>

#include "module/snapshot.h"
#include "procfs/abi.h"

/* Wide enough for 31 years of nanoseconds; wider numbers push the line to the right. */
#define TCPSTATE_NUMBER_WIDTH 18

/**
 * tcpstate_put_number() - end a column with a number
 * @m: gets a blank, and the number to the right
 * @number: TCPSTATE_NO_NUMBER shows as not known
 */
static inline void tcpstate_put_number(struct seq_file *m, __u64 number)
{
	if (number == TCPSTATE_NO_NUMBER)
		seq_printf(m, " %*s", TCPSTATE_NUMBER_WIDTH, TCPSTATE_NOT_KNOWN);
	else
		seq_printf(m, " %*llu", TCPSTATE_NUMBER_WIDTH, (unsigned long long)number);
}

#endif
