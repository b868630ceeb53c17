# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh
# What is said of states and arcs, and how they may be spelled.

golden explain explain
golden explain-close-wait explain CLOSE_WAIT
golden explain-arc explain SYN_SENT CLOSE
golden explain-unexpected explain LISTEN ESTABLISHED

for words in close-wait closewait CloseWait CLOSE-WAIT 'close wait' 'CLOSE WAIT'; do
	read -ra spelled <<<"$words"
	golden explain-close-wait explain "${spelled[@]}"
done
for words in 'syn_sent->closed' 'SYN-SENT => CLOSED' 'SynSent → Closed' 'syn sent to close' \
	'syn-sent,close' 'SYNSENT > CLOSE'; do
	read -ra spelled <<<"$words"
	golden explain-arc explain "${spelled[@]}"
	golden explain-arc explain "$words"
done

known='unknown state or arc .*; use one of LISTEN SYN_SENT .* CLOSING CLOSE, and arcs like'
for words in frobnicate '' 'LISTEN LISTEN LISTEN' 'close wait wait' 'est->' '>est' "$(printf 'x%.0s' {1..500})"; do
	refused "no state or arc: ${words:0:40}" 2 "$known" explain "$words"
done
refused 'explain takes no file' 2 "takes no option 'input'" explain -f input/summary.txt

# The list of the module is the list of what has to be explained.
sed -n 's/^\tSTATE(\([A-Z_0-9]*\), [0-9]*).*/\1/p; s/^\tSTATE(\(CLOSE\), 7).*/\1/p' \
	../../module/states.h | sort -u | grep -vxE 'UNKNOWN|NEW_SYN_RECV|BOUND_INACTIVE' >"$work/states"
sed -n 's/^\tARC(\([A-Z_0-9]*\), \([A-Z_0-9]*\)).*/\1 \2/p' ../../module/states.h >"$work/arcs"
run explain
cut -d ' ' -f 1 "$work/out" | sed '/^$/,$d' | sort >"$work/explained"
good=0
if (($(wc -l <"$work/states") == 11)) && diff "$work/states" "$work/explained" >"$work/out"; then
	good=1
fi
report "$good" 'every state is explained'
unexplained=0
while read -r from to; do
	run explain "$from" "$to"
	grep -q 'HAPPENS WHEN' "$work/out" || { unexplained=1; break; }
done <"$work/arcs"
report $((unexplained == 0 && $(wc -l <"$work/arcs") == 25)) 'every arc is explained'

json_is 'JSON: all states' 'len(d["states"]) == 11 and d["schema"] == 1' explain -j
json_is 'JSON: a state' 'd["state"] == "FIN_WAIT2" and d["elsewhere"]["ss"] == "FIN-WAIT-2"' \
	explain -j finwait2
json_is 'JSON: an arc' 'd["from"] == "SYN_SENT" and d["to"] == "CLOSE" and len(d["many"]) > 9' \
	explain -j syn-sent close
json_is 'JSON: an arc that is not known' 'd["to"] == "SYN_SENT" and d["happens_when"] is None' \
	explain -j listen syn-sent

# What it calls a state elsewhere it has to understand, and what it advises has to exist.
run explain -j
cp "$work/out" "$work/all.json"
python3 - "$work/all.json" >"$work/names" <<-'END'
	import json, sys
	for state in json.load(open(sys.argv[1]))["states"]:
	    for system, name in state["elsewhere"].items():
	        if system != "proc":
	            print(state["state"], name)
END
misunderstood=0
while read -r state name; do
	run explain "$name"
	[[ $(head -n 1 "$work/out") == "$state: "* ]] || { misunderstood=1; break; }
done <"$work/names"
report $((misunderstood == 0 && $(wc -l <"$work/names") == 77)) 'names of other systems'
python3 - "$work/all.json" >"$work/advice" <<-'END'
	import json, sys
	for state in json.load(open(sys.argv[1]))["states"]:
	    print(*(line for line in state["next"] if line.startswith("tcpstate ")), sep="\n")
END
bad=0
while read -r advice; do
	[[ $advice ]] || continue
	eval "words=(${advice#tcpstate })"
	run "${words[@]}" -f input/busy.txt
	((status == 0)) || { bad=1; break; }
done <"$work/advice"
report $((bad == 0 && $(grep -c . "$work/advice") >= 9)) 'what is advised can be done'
