# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh
# Times in a state: tables, bars, quantiles, spellings of arcs, spans of time.

abi_example dwell >"$work/abi-dwell"
golden dwell dwell -f input/dwell.txt
golden dwell-abi dwell -f "$work/abi-dwell" ESTABLISHED FIN_WAIT1
golden dwell-state dwell -f input/dwell.txt established
golden dwell-extreme dwell -f input/dwell-extreme.txt
golden dwell-bars dwell -f input/dwell-extreme.txt closing close
golden dwell-json dwell -j -f input/dwell.txt est-close-wait
for arc in ESTABLISHED-FIN_WAIT1 'est->fin-wait-1' 'ESTAB=>FinWait1' 'established fin wait 1' \
	'ESTABLISHED FIN-WAIT-1' 'est→finwait1' 'est,fin_wait_1' 'established:finwait1'; do
	read -ra words <<<"$arc"
	golden dwell-arc dwell -f input/dwell.txt "${words[@]}"
	golden dwell-arc dwell -f input/dwell.txt "$arc"
done
for arc in nothing est-nothing 'est->' '>est' 'est est est' '' "$(printf 'x%.0s' {1..500})"; do
	refused "no arc: ${arc:0:40}" 2 "^tcpstate: unknown state, or arc like .* '${arc:0:40}.*': see" \
		dwell -f input/dwell.txt "$arc"
done
golden dwell-none dwell -f input/dwell.txt listen close
head -n 2 input/dwell.txt >"$work/no-dwells"
run dwell -f "$work/no-dwells"
report $((status == 0 && $(grep -cx 'no socket left a state yet' "$work/out") == 1)) 'dwell of nothing'
json_is 'JSON: dwell of nothing' 'd == {"schema": 1, "dwell": []}' dwell -j -f "$work/no-dwells"
json_is 'JSON: raw buckets' \
	'd["dwell"][0]["buckets"][-1] == {"bound_ns": None, "count": 2} and d["dwell"][0]["p50_s"] is not None' \
	dwell -j -f input/dwell-extreme.txt closing close
json_is 'JSON: nothing measured is null' \
	'all(d["dwell"][0][name] is None for name in ("mean_s", "p50_s", "p99_s", "max_s")) and d["dwell"][0]["unmeasured"] == 5' \
	dwell -j -f input/dwell-extreme.txt listen close

# A sum that has no room in 64 bits: what does not need it is told all the same.
sed 's/144274811/-/' input/dwell.txt >"$work/no-sum"
run dwell -f "$work/no-sum" syn-sent established
report $((status == 0 && $(grep -cE '^SYN_SENT +ESTABLISHED +12 +- +.*s ' "$work/out") == 1)) \
	'a sum that is not known makes the mean not known'
json_is 'JSON: a sum that is not known is null, quantiles are not' \
	'd["dwell"][0]["sum_s"] is None and d["dwell"][0]["mean_s"] is None and d["dwell"][0]["p50_s"] is not None' \
	dwell -j -f "$work/no-sum" syn-sent established

# spoilt NAME PATTERN SCRIPT: a text that sed has damaged.
spoilt() {
	sed "$3" input/dwell.txt >"$work/spoilt"
	refused "times with $1" 1 "spoilt:[0-9]*: .*$2" dwell -f "$work/spoilt"
}
spoilt 'its first line only' "cut off: no line names the columns of 'dwell'" '1!d'
spoilt 'a bucket without its count' "should be a bucket" '3s/$/ 9999999999999/'
spoilt 'a bucket that is a word' "should be a number" '3s/$/ x:1/'
spoilt 'buckets out of order' 'is not in order' '3s/$/ 1024:0/'
spoilt 'buckets that do not add up' 'do not add up to the count' '3s/$/ inf:1/'

# Quantiles of known samples, whose buckets are counted here by another rule than the tool's.
for samples in even same exponential normal heavy two few; do
	good=0
	if python3 ./quantiles.py text "$samples" >"$work/samples" &&
		run dwell -j -f "$work/samples" &&
		python3 ./quantiles.py check "$samples" <"$work/out" >"$work/err" 2>&1; then
		good=1
	fi
	report "$good" "quantiles within 25 %: $samples"
done

mapfile -t words < <(cut -d ' ' -f 1 expected/durations)
good=0
if "$durations" "${words[@]}" >"$work/out" 2>"$work/err" && is_expected durations; then
	good=1
fi
report "$good" 'spans of time'
