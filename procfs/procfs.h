/* SPDX-License-Identifier: GPL-2.0-only */
/* The entries in /proc. What they say is in procfs/ABI. */
#ifndef TCPSTATE_PROCFS_PROCFS_H
#define TCPSTATE_PROCFS_PROCFS_H

struct tcpstate;

/**
 * tcpstate_procfs_init() - make the entries; from here on people read
 * @tcpstate: the instance, complete
 *
 * Return: 0, -EBUSY where an entry of that name exists (said in the log), or
 * -ENOMEM.
 */
int tcpstate_procfs_init(struct tcpstate *tcpstate);

/**
 * tcpstate_procfs_uninit() - remove the entries
 * @tcpstate: the instance
 *
 * Waits for readers that are inside; files still open then read as EIO.
 */
void tcpstate_procfs_uninit(struct tcpstate *tcpstate);

#endif
