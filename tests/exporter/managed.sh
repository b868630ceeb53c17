#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Runs in the guest beside a systemd: starts the units, asks them, and ends them. Prints TAP.
# shellcheck disable=SC2317 # the tests are called by check
set -eu
export SYSTEMD_COLORS=0 SYSTEMD_PAGER=

# shellcheck source=tests/lib/tap.sh
. /tap.sh

wait_until() {
	start=$(cut -d. -f1 /proc/uptime)
	until "$@" >/dev/null 2>&1; do
		[ $(($(cut -d. -f1 /proc/uptime) - start)) -lt 60 ] || { echo "never true: $*"; return 1; }
		usleep 200000
	done
}

shows() {
	systemctl show "$1" -p "$2" | grep -qx "$2=$3"
}

is_served() {
	wget -q -O - http://127.0.0.1:9941/metrics | grep -qx 'tcpstate_up 1'
}

main_process() {
	systemctl show tcpstate-exporter.service -p MainPID | cut -d= -f2
}

# No rights, none to be gained, and system calls that are filtered.
is_closed_in() {
	status=/proc/$(main_process)/status
	grep -qE '^CapBnd:.0+$' "$status" && grep -qE '^NoNewPrivs:.1$' "$status" &&
		grep -qE '^Seccomp:.2$' "$status" && ! grep -qE '^Uid:.(0|65534).' "$status"
}

# The whole tree is read-only for it, and it has no devices but those that are none.
is_shut_off() {
	root=/proc/$(main_process)/root mounts=/proc/$(main_process)/mountinfo
	awk '$5 == "/" { root = $6 } END { exit root !~ /^ro(,|$)/ }' "$mounts" &&
		[ -c /dev/mem ] && [ -c "$root/dev/null" ] && [ ! -e "$root/dev/mem" ]
}

is_another_process() {
	[ "$(main_process)" != 0 ] && [ "$(main_process)" != "$1" ]
}

check "systemd is there" wait_until systemctl is-system-running
check "the service starts: it has said that it is ready" systemctl start tcpstate-exporter.service
check "it serves what the module counts" is_served
check "the page as well" sh -c 'wget -q -O - http://127.0.0.1:9941/ | grep -q "<svg"'
check "it runs as a user of its own, closed in" is_closed_in
check "the tree is read-only for it, and devices are out of reach" is_shut_off
before=$(main_process)
kill -9 "$before"
check "when it is killed it is started anew" wait_until is_another_process "$before"
check "and serves" wait_until is_served
check "it is stopped" systemctl stop tcpstate-exporter.service
check "with status 0" shows tcpstate-exporter.service ExecMainStatus 0

check "the socket starts" systemctl start tcpstate-exporter.socket
check "without the service" shows tcpstate-exporter.service ActiveState inactive
check "which starts when somebody asks" is_served
check "and is there then" shows tcpstate-exporter.service ActiveState active

rmmod tcpstate
check "the service stays when the module goes" shows tcpstate-exporter.service ActiveState active
check "the file for node_exporter is written" systemctl start tcpstate-textfile.service
file=/var/lib/prometheus/node-exporter/tcpstate.prom
check "and says that there is no module" grep -qx 'tcpstate_up 0' "$file"
insmod /tcpstate.ko
check "written anew" systemctl start tcpstate-textfile.service
check "it has the metrics" grep -q '^tcpstate_sockets{state="listen"} ' "$file"
check "it may be read by others" sh -c "ls -l $file | grep -q '^-rw-r--r--'"
tap_done
