/* SPDX-License-Identifier: GPL-2.0-only */
/* The hook: finds the tracepoint inet_sock_set_state and attaches to it. */
#ifndef TCPSTATE_MODULE_PROBE_H
#define TCPSTATE_MODULE_PROBE_H

struct sock;
struct tcpstate;
struct tracepoint;

/**
 * struct tcpstate_probe - the attachment
 * @tracepoint: the kernel's, found by name, as it is not exported
 */
struct tcpstate_probe {
	struct tracepoint *tracepoint;
};

/**
 * tcpstate_probe_init() - attach; events are counted from here on
 * @tcpstate: the instance, whose counters exist
 *
 * Return: 0, -EOPNOTSUPP where this kernel has no such tracepoint (said in the
 * log), or what tracepoint_probe_register() said.
 */
int tcpstate_probe_init(struct tcpstate *tcpstate);

/**
 * tcpstate_probe_uninit() - detach
 * @tcpstate: the instance
 *
 * When it returns no event is being counted and none will be: memory that the
 * probe reached may be freed. May sleep for several grace periods.
 */
void tcpstate_probe_uninit(struct tcpstate *tcpstate);

/**
 * tcpstate_probe_event() - count one event; the tracepoint calls it, and tests do
 * @data: the instance
 * @sk: the socket, locked
 * @oldstate: its state, as the kernel numbers it
 * @newstate: the state that it is about to have
 */
void tcpstate_probe_event(void *data, const struct sock *sk, const int oldstate,
			  const int newstate);

#endif
