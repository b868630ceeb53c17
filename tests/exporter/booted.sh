#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Runs in the guest: starts systemd as the first process of a namespace, as in a container, and the
# tests beside it, since it takes orders from processes that it can see only.
set -eu

mkdir -p /etc/systemd/system /var/lib/prometheus/node-exporter /var/log
echo 0123456789abcdef0123456789abcdef >/etc/machine-id
printf 'root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n' >/etc/passwd
printf 'root:x:0:\nnogroup:x:65534:\n' >/etc/group
cp /units/* /etc/systemd/system/
insmod /tcpstate.ko

unshare -p -m -f sh -c 'mount -t proc proc /proc
	export container=other
	exec systemd --system --unit=multi-user.target' >/tmp/systemd.log 2>&1 </dev/null &
outside=$!
first_process() {
	cut -d ' ' -f 1 "/proc/$outside/task/$outside/children" 2>/dev/null
}
until [ "$(first_process)" ]; do usleep 100000; done
status=0
nsenter -t "$(first_process)" -p -m sh /managed.sh </dev/null || status=$?
[ "$status" = 0 ] || sed 's/^/# /' /tmp/systemd.log
exit "$status"
