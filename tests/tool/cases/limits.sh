# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh
# One limit for one question: a state is trouble from the age on from which why calls one of its
# sockets a finding, and the manual has the same age.

# limit_of THRESHOLD: its default, in seconds, in the manual of the rules.
limit_of() {
	sed -nE "s/^\.Cm $1 Pq ([0-9]+)s.*/\1/p" ../../tools/man/tcpstate-why.8
}

# meaning_of STATE AGE: of one socket of that age.
meaning_of() {
	awk -v state="$1" -v age="$2" '$1 == "state" && $2 == state { $3 = 1; $7 = age }
		$1 == "gauge" { $3 = 0 } { print }' input/summary.txt >"$work/aged"
	"$tcpstate" diagram -j -f "$work/aged" | python3 -c "import json, sys
print(*[s['meaning'] for s in json.load(sys.stdin)['states'] if s['state'] == '$1'])"
}

while read -r state threshold; do
	limit=$(limit_of "$threshold")
	echo "$threshold $limit: $(meaning_of "$state" "$limit"000000000) $(meaning_of "$state" $((limit * 1000000000 - 1)))" \
		>"$work/out"
	: >"$work/err"
	report $(($(grep -cx "$threshold [0-9]*: trouble transient" "$work/out") == 1)) \
		"$state is trouble from $threshold on"
done <<-END
	SYN_SENT syn-sent-age
	SYN_RECV syn-recv-age
	FIN_WAIT1 teardown-age
	FIN_WAIT2 fin-wait2-age
	CLOSE_WAIT close-wait-age
	LAST_ACK teardown-age
	CLOSING teardown-age
END
