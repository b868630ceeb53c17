# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh and cases/why.sh
# tcpstate check, a plugin for monitoring: one line and a status.

plugin() {
	local want=$1 pattern=$2 good=0
	shift 2
	run check "$@"
	if ((status == want)) && [[ ! -s $work/err && $(wc -l <"$work/out") == 1 ]] &&
		grep -qE -- "^TCPSTATE $pattern" "$work/out"; then
		good=1
	fi
	report "$good" "check: $pattern"
}
plugin 0 'OK - nothing wrong, 12 things checked \| findings=0;;;0 listen=0;;;0 syn_sent=0;;;0 .* closing=0;;;0$' -f "$work/nobody-home"
plugin 0 'OK - .*some addresses only' -f "$work/listening" -L 22
plugin 1 'WARNING - leaky\(900\) does not close: 30 .* \| findings=1;;;0 listen=1;;;0 .* close_wait=30;;;0 ' -f "$work/leak"
plugin 0 'OK - ' -f "$work/leak" -T close-wait-count=31
plugin 2 'CRITICAL - a SYN flood: .* \(and 1 more: tcpstate why\) \|' -f "$work/flood"
plugin 3 'UNKNOWN - .*modprobe tcpstate'
plugin 3 'UNKNOWN - .*cannot open nowhere: No such file' -f nowhere
plugin 3 'UNKNOWN - .*should be a number' -f <(sed 's/^counter late 0/counter late x/' "$work/leak")
plugin 3 'UNKNOWN - .*has version 2' -f <(sed 's/^tcpstate 1/tcpstate 2/' "$work/leak")
plugin 3 "UNKNOWN - .*no threshold 'x=1': use one of accept-queue-share, .*, teardown-share$" -T x=1
sed 's/ leaky$/ a|b/' "$work/leak" >"$work/bar"
plugin 1 'WARNING - a b\(900\) does not close: [^|]* \| findings' -f "$work/bar"
status=0
"$tcpstate" check -f "$work/leak" >/dev/full 2>"$work/err" || status=$?
report $((status == 3 && $(grep -c 'No space left' "$work/err") == 1)) 'check and a full disk'
refused 'check with an option that is none' 3 "unknown option '--frobnicate'" check --frobnicate
refused 'check of a port that is none' 3 "invalid port, it must be from 1 to 65535: '0'" check -L 0
refused 'check with an argument' 3 'too many arguments' check x
refused 'check in a namespace that is not there' 3 'unknown network namespace' check -N tcpstate-none
