# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Asks tcpstate why, and check, and keeps the answer beside what it has to be, for judge.

# shellcheck source=tests/symptoms/hosts.sh
. ./hosts.sh

# ask CASE ID PROCESS PORT PEER [OPTION...]: ID is nothing where nothing is wrong; what is - may
# be anything. A recording of the next moments is kept as well.
ask() {
	asked=$RESULTS/$1
	echo "$*" >>"$RESULTS/expected"
	shift 5
	[ ! "$host" ] || set -- -N "$host" "$@"
	status=0
	tcpstate why --json "$@" >"$asked.json" 2>"$asked.errors" || status=$?
	echo "$status" >"$asked.status"
	status=0
	tcpstate check "$@" >"$asked.check" 2>&1 || status=$?
	echo "$status" >>"$asked.check"
	in_host tcpstate record -n 2 -i 1 "$asked.recording" >/dev/null 2>&1
}
