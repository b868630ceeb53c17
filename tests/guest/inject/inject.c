// SPDX-License-Identifier: GPL-2.0-only
/*
 * A module for tests: makes the tracepoint tell of a change of state that never was.
 *
 * "FD OLD NEW" written to /proc/tcpstate_inject calls everybody attached to
 * inet_sock_set_state for the writer's TCP socket FD, as the kernel does, with states by
 * the numbers of net/tcp_states.h. The socket itself stays what it is.
 */

#include <linux/bottom_half.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/net.h>
#include <linux/preempt.h>
#include <linux/proc_fs.h>
#include <linux/rcupdate.h>
#include <linux/string.h>
#include <linux/tracepoint.h>
#include <linux/uaccess.h>
#include <net/sock.h>

typedef void (*probe_fn)(void *data, const struct sock *sk, const int oldstate,
			 const int newstate);

enum { COMMAND_MAX = 64 };

static struct tracepoint *set_state;

static void match_by_name(struct tracepoint *tracepoint, void *data)
{
	struct tracepoint **found = data;

	if (!strcmp(tracepoint->name, "inet_sock_set_state"))
		*found = tracepoint;
}

/* What trace_inet_sock_set_state() does, which is not exported to modules. */
static void tell(const struct sock *sk, int oldstate, int newstate)
{
	const struct tracepoint_func *func;

	rcu_read_lock();
	preempt_disable_notrace();
	func = rcu_dereference_raw(set_state->funcs);
	for (; func && func->func; func++)
		((probe_fn)func->func)(func->data, sk, oldstate, newstate);
	preempt_enable_notrace();
	rcu_read_unlock();
}

static ssize_t inject(struct file *file, const char __user *buffer, size_t length, loff_t *offset)
{
	int fd, oldstate, newstate, error;
	char command[COMMAND_MAX] = "";
	struct socket *socket;

	if (length >= sizeof(command))
		return -EINVAL;
	if (copy_from_user(command, buffer, length))
		return -EFAULT;
	if (sscanf(command, "%d %d %d", &fd, &oldstate, &newstate) != 3)
		return -EINVAL;
	socket = sockfd_lookup(fd, &error);
	if (!socket)
		return error;
	/* The lock serialises a socket's events. */
	lock_sock(socket->sk);
	tell(socket->sk, oldstate, newstate);
	release_sock(socket->sk);
	sockfd_put(socket);
	return length;
}

static const struct proc_ops inject_ops = {
	.proc_write = inject,
};

static int __init inject_init(void)
{
	for_each_kernel_tracepoint(match_by_name, &set_state);
	if (!set_state)
		return -EOPNOTSUPP;
	return proc_create("tcpstate_inject", 0200, NULL, &inject_ops) ? 0 : -ENOMEM;
}

static void __exit inject_exit(void)
{
	remove_proc_entry("tcpstate_inject", NULL);
}

module_init(inject_init);
module_exit(inject_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Tells attached probes of TCP state changes that never were");
