/* SPDX-License-Identifier: GPL-2.0-only */
/* Connections that come and go while a test looks at others. */
#ifndef TCPSTATE_TESTS_GUEST_TRAFFIC_H
#define TCPSTATE_TESTS_GUEST_TRAFFIC_H

/* Starts that many processes of ./workload, which open and close connections until the end. */
void traffic_begin(unsigned int processes);

/* Ends them; fails the scenario if one has ended before. */
void traffic_end(void);

#endif
