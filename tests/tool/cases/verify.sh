# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh
# What verify says of texts that are right, wrong, damaged, and of sockets without a module.

needs_namespaces || return 0

# verifies TEXT ARG...: in a namespace without sockets, whose /proc/net/tcpstate is the text.
verifies() {
	local text=$1
	shift
	status=0
	./with-proc-net "$text" tcpstate "$tcpstate" verify "$@" >"$work/out" 2>"$work/err" || status=$?
}

# verdict NAME STATUS LINE ARG...
verdict() {
	local name=$1 want=$2 line=$3 good=0
	shift 3
	verifies "$@"
	if ((status == want)) && grep -q -- "$line" "$work/out" && [[ ! -s $work/err ]]; then
		good=1
	fi
	report "$good" "verify: $name"
}

sed -E 's/^(state +[A-Z_0-9]+ +)[0-9]+/\10/; s/^(counter +unexpected +)1/\10/' input/summary.txt >"$work/none"
# All of them at once: a difference has to last for ten seconds.
sed -E 's/^(state +(LISTEN|SYN_RECV|TIME_WAIT) +)0/\12/' "$work/none" >"$work/more"
sed -E 's/^(state +LISTEN +)0/\1-/' "$work/none" >"$work/unknown"
sed -E 's/^state +LISTEN /state LISTENING /' "$work/none" >"$work/renamed"
sed '/^state  *CLOSING/d' "$work/none" >"$work/fewer"
head -n 12 "$work/none" >"$work/half"

verdict 'equal' 0 '^equal$' "$work/none"
verdict 'different' 1 '^different$' "$work/more"
good=0
if (($(grep -cE '^(LISTEN|SYN_RECV|TIME_WAIT) +2 +0 +\+2$' "$work/out") == 3 &&
	$(grep -cE '^(LISTEN: nothing in|SYN_RECV: half-open|TIME_WAIT: minisocks)' "$work/out") == 3)); then
	good=1
fi
report "$good" 'verify: each difference with its reason'
verdict 'a count that is not known' 2 'does not say how many' "$work/unknown"
verdict 'a state that is not known' 2 'a state that sock_diag does not know' "$work/renamed"
verdict 'a state that is missing' 2 '^the text lacks a state$' "$work/fewer"
verdict 'JSON of it' 2 '"verdict": "cannot tell"' "$work/fewer" -j
verifies "$work/half"
was_refused 'verify: a text that is cut off' 2 'tcpstate:13: cut off'
verifies /etc/passwd
was_refused 'verify: another text' 2 'tcpstate:1: not a text of tcpstate'
status=0
./with-proc-net "$work/none" tcpstate "$tcpstate" verify >/dev/full 2>"$work/err" || status=$?
: >"$work/out"
was_refused 'verify: a full disk' 2 'No space left'
status=0
./with-proc-net "$work/none" tcpstate python3 "$PWD/deaf.py" "$tcpstate" verify 2>"$work/err" || status=$?
report $((status == 2 && $(stat -c %s "$work/err") == 0)) 'verify: a closed pipe'
sed '1s/ 1 / 2 /' "$work/none" >"$work/verify-newer"
verifies "$work/verify-newer"
was_refused 'verify: a text of a newer module' 2 'has version 2, .* install a newer'
sed '/^# state/s/age_sum_ns//' "$work/none" >"$work/verify-fewer"
verifies "$work/verify-fewer"
was_refused 'verify: a text without a column' 2 "'state' has no column 'age_sum_ns'"
: >"$work/verify-empty"
verifies "$work/verify-empty"
was_refused 'verify: an empty text' 2 'tcpstate:1: empty'
