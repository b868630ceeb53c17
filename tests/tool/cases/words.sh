# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh
# The command line, and where the output goes.

refused 'no module' 1 'modprobe tcpstate' -f /proc/tcpstate-of-nobody
refused 'a listing for another' 1 'should begin with' listeners -f input/summary.txt
refused 'verify without the module' 2 'modprobe tcpstate' verify
refused 'verify of a copy' 2 "takes no option 'input'" verify -f input/summary.txt
refused 'an unknown command' 2 'tcpstate --help' frobnicate
refused 'an unknown option' 2 "unknown option '--frobnicate': see tcpstate --help" --frobnicate
refused 'an unknown letter among known ones' 2 "unknown option '-x': see tcpstate --help" -jx
refused 'an unknown letter before known ones' 2 "unknown option '-x': see tcpstate --help" --json -xj
refused 'a value for an option without one' 2 "'--json=1': see tcpstate --help" --json=1
refused 'an option without its value' 2 'tcpstate --help' --input
refused 'too many arguments' 2 'tcpstate --help' show transitions

run --help
report $((status == 0 && $(grep -c transitions "$work/out") >= 1)) '--help on standard output'
run --version
report $((status == 0 && $(grep -c '^tcpstate [0-9.]*$' "$work/out") == 1)) '--version'

for arguments in '-f input/summary.txt' '-j -f input/summary.txt' --help; do
	read -ra words <<<"$arguments"
	status=0
	"$tcpstate" "${words[@]}" >/dev/full 2>"$work/err" || status=$?
	report $((status == 1 && $(grep -c 'No space left' "$work/err") == 1)) "a full disk: tcpstate $arguments"
done
status=0
{ "$tcpstate" -f input/summary.txt 2>"$work/err" || echo $? >"$work/status"; } | true
# The reader may win the race and read it all: then there is nothing to complain about.
for ((try = 0; try < 200; try++)); do
	[[ -s $work/status ]] && break
	{ "$tcpstate" -f input/summary.txt 2>"$work/err" || echo $? >"$work/status"; } | true
done
report $(($(<"$work/status") == 1 && $(stat -c %s "$work/err") == 0)) 'a closed pipe'
