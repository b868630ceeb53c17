# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh and cases/why.sh
# What is not there is not checked, and the answer says so.

not_looked() {
	local name=$1 number=$2 good=0
	run why -j -f "$work/$name"
	if ((status == 0)) && python3 -c "
import json, sys
d = json.load(sys.stdin)['why']
assert sum('not checked' in c for c in d['checked']) == $number and len(d['checked']) == 12" <"$work/out" 2>>"$work/err"; then
		good=1
	fi
	report "$good" "$number rules have nothing to check in $name"
}
host no-sockets 1000 -v without='sockets|owners' </dev/null
not_looked no-sockets 8
host no-lists 1000 -v without='sockets|listeners' </dev/null
not_looked no-lists 10
grep -v '^sysctl' "$work/nobody-home" >"$work/no-settings"
not_looked no-settings 2
sed '/^tcpstate_end/q' "$work/nobody-home" >"$work/one-look"
not_looked one-look 1
host no-waits 1000 -v without=waits </dev/null
not_looked no-waits 1
sed '/^transition *LISTEN *SYN_SENT/d; s/unexpected .*/unexpected 0/' input/summary.txt >"$work/summary"
not_looked summary 10
fine leak -T close-wait-count=31 -f - <"$work/leak"
run why -f <(cat "$work/leak")
good=0
((status == 1)) && is_expected why && good=1
report "$good" 'why of what comes through a pipe'
