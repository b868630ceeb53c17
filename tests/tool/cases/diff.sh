# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh
# What two readings say together, and which two are refused.

# prints_and_ends NAME STATUS ARG...: like golden, of a command with statuses of its own.
prints_and_ends() {
	local name=$1 want=$2 good=0
	shift 2
	run "$@"
	if ((status == want)) && [[ ! -s $work/err ]] && is_expected "$name"; then
		good=1
	fi
	report "$good" "prints $name and ends with $want: tcpstate $*"
}
prints_and_ends diff 1 diff input/busy.txt
prints_and_ends diff 1 diff input/busy.txt input/busy.txt

# summary_at SECONDS SEDSCRIPT: the example, so much later, with what happened in between.
summary_at() {
	sed "s/8213420117334/$((8213420117334 + $1 * 1000000000))/; $2" input/summary.txt
}
usual='s/^transition   CLOSE            SYN_SENT.*/transition CLOSE SYN_SENT 1923/
s/^state        SYN_SENT.*/state SYN_SENT 3 0 1923 1920 0/'
summary_at 10 "$usual" >"$work/usual"
run diff input/summary.txt "$work/usual"
report $((status == 0 && $(grep -c 'SYN_SENT *3 *3 *+0 *10.0 *10.0$' "$work/out") == 1)) \
	'as before: 0'
summary_at 10 "$usual; s/late  *0/late 2/" >"$work/late"
run diff input/summary.txt "$work/late"
report $((status == 1 && $(grep -c '^late +2, which should not grow$' "$work/out") == 1)) \
	'a counter of trouble that grew: 1'
summary_at 10 "$usual; s/self_loops  *12/self_loops 13/" >"$work/loops"
run diff input/summary.txt "$work/loops"
report $((status == 0 && $(grep -c '^self_loops +1$' "$work/out") == 1)) 'a self loop is as usual'
summary_at 10 's/LISTEN           SYN_SENT  *1$/LISTEN SYN_SENT 500/' >"$work/moved"
run diff input/summary.txt "$work/moved"
report $((status == 1 && $(grep -c '^LISTEN SYN_SENT *499 *49.9 *0.1% *100.0% shifted$' "$work/out") == 1)) \
	'an arc that took the share of another: 1'
summary_at 10 's/LISTEN           SYN_SENT  *1$/LISTEN SYN_SENT 20/' >"$work/few"
run diff input/summary.txt "$work/few"
report $((status == 0 && $(grep -c '^LISTEN SYN_SENT *19 *1.9 *- *- -$' "$work/out") == 1)) \
	'19 cases are too few to speak of shares'

json_diff() {
	local name=$1 expression=$2 good=0
	shift 2
	run diff -j "$@"
	if python3 -c "import json,sys; d=json.load(sys.stdin); assert $expression" \
		<"$work/out" 2>>"$work/err"; then
		good=1
	fi
	report "$good" "$name"
}
json_diff 'JSON: a diff' 'd["schema"] == 1 and d["between_ns"] == 10**10 and d["moved"] == 1
assert {"from": "LISTEN", "to": "SYN_SENT", "count": 499, "per_second": 49.9,
	"share_before": 0.00110497238, "share_since": 1, "moved": 1} in d["transitions"]' \
	input/summary.txt "$work/moved"
json_diff 'JSON: what is not known is null' 'd["transitions"][-1]["share_since"] is None' \
	input/summary.txt "$work/few"

summary_at 10 's/5021193885/5021193886/' >"$work/reloaded"
summary_at 10 '1s/host/netns:4026531840/' >"$work/elsewhere"
summary_at 10 's/now_ns .*/now_ns -/' >"$work/timeless"
refused 'another load of the module' 2 'different hosts or module loads' diff input/summary.txt "$work/reloaded"
refused 'another namespace' 2 'different network namespaces' diff input/summary.txt "$work/elsewhere"
refused 'the wrong order' 2 'name the older one first' diff "$work/usual" input/summary.txt
refused 'the same moment' 2 'the first and the last reading of .* were made at the same moment' \
	diff input/summary.txt
refused 'no moment' 2 'do not have the time' diff input/summary.txt "$work/timeless"
refused 'diff without a file' 2 'missing FILE' diff
refused 'diff of three files' 2 "too many arguments from 'c'" diff a b c
refused 'diff of a file that is not there' 2 'cannot open' diff "$work/nothing" input/summary.txt
refused 'diff of another text' 2 'should begin with' diff input/listeners.txt input/summary.txt
