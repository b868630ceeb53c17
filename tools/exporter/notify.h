/* SPDX-License-Identifier: GPL-2.0-only */
/* Notifies systemd of the state of the service: sd_notify(3), which sends one datagram. */
#ifndef TCPSTATE_TOOLS_EXPORTER_NOTIFY_H
#define TCPSTATE_TOOLS_EXPORTER_NOTIFY_H

/**
 * notify_manager() - notify the service manager, if there is one
 * @state: "READY=1", "STOPPING=1", "WATCHDOG=1"
 */
void notify_manager(const char *state);

#endif
