# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What the scripts of exactness share: one workload, one comparison.

# shellcheck source=tests/lib/tap.sh
. ./tap.sh

scratch=$(mktemp -d)
mark=$scratch/mark
# Processes that end when the test that started them fails.
workloads=

fail() {
	echo "$*"
	exit 1
}

# Starts a workload and comes back when it is ready; $pid is its process.
start() {
	rm -f "$scratch/ready"
	mkfifo "$scratch/ready"
	./workload "$@" >"$scratch/ready" &
	pid=$!
	workloads="$workloads $pid"
	# For the shell that a test has for itself.
	# shellcheck disable=SC2154 # set in it
	trap 'ended=$?; [ "$ended" = 0 ] || end_workloads' EXIT
	read -r line <"$scratch/ready" || line=
	[ "$line" = ready ] || fail "workload $* is not ready: $line"
}

end_workloads() {
	for process in $workloads; do
		kill -TERM "$process" 2>/dev/null || true
	done
}

finish() {
	kill -TERM "$1"
	wait "$1"
}

number() {
	awk -v row="$1 $2" '$1 " " $2 == row { print $3 }' /proc/tcpstate
}

arc() {
	awk -v row="transition $1 $2" '$1 " " $2 " " $3 == row { n = $4 } END { print n + 0 }' \
		/proc/tcpstate
}

load_oracle() {
	bpftool prog loadall oracle.bpf.o /sys/fs/bpf/oracle pinmaps /sys/fs/bpf/maps
	./attach /sys/fs/bpf/oracle/count_pair /sys/fs/bpf/link
}

# Measures how long longest_hold holds spinlocks; on a guest of one CPU only.
load_holds() {
	bpftool prog loadall lock_holds.bpf.o /sys/fs/bpf/holds pinmaps /sys/fs/bpf/hold-maps
	for program in /sys/fs/bpf/holds/*; do
		./attach "$program" "/sys/fs/bpf/hold-${program##*/}"
	done
}

# The module counts from here on, so the oracle is compared from here on.
load() {
	insmod /tcpstate.ko "$@"
	./pairs mark "$mark"
}

# The reader's own comparison must come to the same end.
verified() {
	"$@" tcpstate verify >"$scratch/verified" || fail "tcpstate verify: $(cat "$scratch/verified")"
}

# In this namespace and in those of the processes, and their sum with the host's.
agree_on_states() {
	./compare "$@"
	./compare -s "$@" >/dev/null
	verified
	for process; do
		verified nsenter -t "$process" -n
	done
}

agree() {
	agree_on_states "$@"
	./pairs compare "$mark"
}

begin_watch() {
	./watch >"$scratch/watch" 2>&1 &
	watch=$!
}

end_watch() {
	watch_result=0
	kill -TERM "$watch" 2>/dev/null || true
	wait "$watch" || watch_result=$?
}

watched() {
	cat "$scratch/watch"
	return "$watch_result"
}
