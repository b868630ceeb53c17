/* SPDX-License-Identifier: GPL-2.0-only */
/* Tells systemd how we are: the protocol of sd_notify(3), which is one datagram. */
#ifndef TCPSTATE_TOOLS_EXPORTER_NOTIFY_H
#define TCPSTATE_TOOLS_EXPORTER_NOTIFY_H

/**
 * notify_manager() - tell whoever started us, if they want to know
 * @state: "READY=1", "STOPPING=1", "WATCHDOG=1"
 */
void notify_manager(const char *state);

#endif
