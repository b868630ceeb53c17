# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh
# Recordings of hosts that were sick indeed, or busy and well: of the guest of tests/check-symptoms.

# names_first RECORDING FINDING ARG...: the finding is id, process, port and peer, as in Python.
names_first() {
	local recording=$1 finding=$2 good=0
	shift 2
	run why -j -f "input/$recording" "$@"
	if ((status == 1)) && [[ ! -s $work/err ]] && python3 -c "
import json, sys
first = json.load(sys.stdin)['why']['findings'][0]
assert tuple(first[key] for key in ('id', 'process', 'port', 'peer')) == ($finding)
" <"$work/out" 2>>"$work/err"; then
		good=1
	fi
	report "$good" "names the fault of $recording first"
}

names_first sick-leak.txt "'close-wait-leak', 'mailgate', 20613, '10.99.8.7'"
names_first sick-blackhole.txt "'syn-sent-stuck', 'fetcher', 21226, '10.99.8.7'"
names_first sick-accept.txt "'accept-queue-full', 'render', 22452, None"
names_first sick-ipv6-only.txt "'nobody-listens', 'health', 24904, None" --port 24904
names_first sick-teardown.txt "'teardown-cut', 'push', 26743, '10.99.8.7'"
names_first sick-unread.txt "'data-stuck', 'collect', 27969, '10.99.8.7'"

run why -f input/well-nginx.txt
report $((status == 0)) "finds nothing wrong with nginx under the load of wrk"
