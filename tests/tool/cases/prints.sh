# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh
# What is printed of good texts, for people and for programs.

golden show show -f input/summary.txt
golden show -f input/summary.txt
golden show --input - <input/summary.txt
golden transitions transitions -f input/summary.txt
golden show -f input/reordered.txt
golden unknown -f input/unknown.txt
golden unknown-transitions transitions -f input/unknown.txt
golden ages -f input/ages.txt
golden listeners listeners -f input/listeners.txt
golden listeners-processes listeners -p -f input/sick-accept.txt

# Ages whose sum has no room in 64 bits.
sed '/^state  *CLOSE_WAIT /s/[0-9]*$/-/' input/summary.txt >"$work/no-ages"
run -f "$work/no-ages"
report $((status == 0 && $(grep -cE '^CLOSE_WAIT +[1-9][0-9]* +- ' "$work/out") == 1)) \
	'a sum of ages that is not known makes the mean not known'
json_is 'JSON: a sum of ages that is not known is null' \
	'[s for s in d["states"] if s["state"] == "CLOSE_WAIT"][0]["mean_age_ns"] is None' -j -f "$work/no-ages"

abi_example summary >"$work/abi-summary"
abi_example listeners >"$work/abi-listeners"
golden show -f "$work/abi-summary"
golden transitions transitions -f "$work/abi-summary"
golden listeners listeners -f "$work/abi-listeners"

LC_ALL=C run -f input/ages.txt
report $((status == 0 && $(grep -c ' 812us ' "$work/out") == 1)) 'microseconds where the locale has no µ'

mapfile -t words < <(cut -d ' ' -f 1 expected/spellings)
good=0
if "$spell" "${words[@]}" >"$work/out" 2>"$work/err" && is_expected spellings; then
	good=1
fi
report "$good" 'spellings of states'

json_is 'JSON: schema and scope' 'd["schema"] == 1 and d["scope"] == "host"' -j -f input/summary.txt
json_is 'JSON: numbers are numbers' 'd["states"][1]["entered"] == 1823' --json -f input/summary.txt
json_is 'JSON: not known is null' \
	'[s for s in d["states"] if s["state"] == "TIME_WAIT"][0]["age_sum_ns"] is None' -j -f input/summary.txt
json_is 'JSON: an info that is not known is null' 'd["info"]["now_ns"] is None' \
	-j -f input/unknown.txt
json_is 'JSON: a version is text, whatever it looks like' 'd["info"]["version"] == "2"' \
	-j -f input/unknown.txt
json_is 'JSON: the largest number survives' 'd["states"][0]["entered"] == 18446744073709551615' \
	-j -f input/unknown.txt
json_is 'JSON: listeners' 'd["listeners"][0]["backlog"] == 511' listeners -j -f input/listeners.txt
json_is 'JSON: transitions' 'd["transitions"][1] == {"from": "CLOSE", "to": "SYN_SENT", \
	"count": 1823}' \
	transitions -j -f input/summary.txt
