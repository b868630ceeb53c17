# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh
# The picture of the state machine, in each of its forms.

golden diagram-busy diagram -f input/busy.txt
golden diagram diagram -f input/extreme.txt
golden diagram-dot diagram --dot -f input/busy.txt
LC_ALL=C run diagram -f input/extreme.txt
good=0
if ((status == 0)) && is_expected diagram-ascii; then
	good=1
fi
report "$good" 'a picture of ASCII only where the locale has no line drawing'
run diagram -f input/extreme.txt
report $((status == 0 && $(wc -L <"$work/out") <= 80)) 'the picture has 80 columns'
run diagram -f input/summary.txt
report $((status == 0 && $(grep -c 'unexpected: LISTEN -> SYN_SENT, 1' "$work/out") == 1)) \
	'an unexpected arc is named'
refused 'two forms at once' 2 'only one form can be drawn' diagram --dot --svg -f input/busy.txt
refused 'a picture of no module' 1 'modprobe tcpstate' diagram -f /proc/tcpstate-of-nobody
refused 'a picture of a listing' 1 'should begin with' diagram -f input/listeners.txt

json_is 'JSON: every arc, with its median' \
	'len(d["arcs"]) == 25 and {"from": "CLOSE_WAIT", "to": "LAST_ACK", "count": 176, "median_ns": 21539498, "unexpected": 0} in d["arcs"]' \
	diagram -j -f input/busy.txt
json_is 'JSON: a median that is not known' 'd["arcs"][0]["median_ns"] is None' \
	diagram -j -f input/summary.txt
json_is 'JSON: what states mean' \
	'{s["state"]: s["meaning"] for s in d["states"]}["LAST_ACK"] == "trouble"' \
	diagram -j -f input/extreme.txt

# svg_is_readable NAME UNEXPECTED: of a picture that lies in $work/out.
svg_is_readable() {
	local name=$1 unexpected=$2 good=0
	cp "$work/out" "$work/picture.svg"
	if python3 svg-labels.py "$work/picture.svg" >"$work/labels" 2>"$work/err" &&
		[[ $(wc -l <"$work/labels") == 1 ]] &&
		(($(grep -c 'tcpstate-arc\|tcpstate-idle' "$work/picture.svg") == 26)) &&
		(($(grep -c 'class="tcpstate-alarm" x="30"' "$work/picture.svg") == unexpected)) &&
		! sed 's,xmlns="[^"]*",,' "$work/picture.svg" | grep -q 'http\|href\|url('; then
		good=1
	fi
	cat "$work/labels" "$work/err" >"$work/out"
	report "$good" "$name"
}
run diagram --svg -f input/busy.txt
svg_is_readable 'SVG: a busy host' 0
run diagram --svg -f input/extreme.txt
svg_is_readable 'SVG: the longest labels, and arcs that nobody expects' 3
run diagram --svg -f input/unknown.txt
svg_is_readable 'SVG: numbers that are not known' "$(LC_ALL=C grep -c . <("$tcpstate" diagram -j \
	-f input/unknown.txt | grep '"unexpected": 1'))"
sed 's/LISTEN           SYN_SENT /"<a>\&]]>         SYN_SENT /' input/summary.txt >"$work/hostile.txt"
run diagram --svg -f "$work/hostile.txt"
svg_is_readable 'SVG: names that are markup' 1
run diagram --dot -f "$work/hostile.txt"
report $((status == 0 && $(grep -cF '"\"<a>&]]>" -> "SYN_SENT"' "$work/out") == 1)) \
	'DOT: names that are markup'

for full in '1 diagram -f input/busy.txt' '1 diagram --svg -f input/busy.txt' \
	'1 diagram --dot -f input/busy.txt' '1 explain close-wait' '2 diff input/busy.txt'; do
	read -ra words <<<"$full"
	status=0
	"$tcpstate" "${words[@]:1}" >/dev/full 2>"$work/err" || status=$?
	report $((status == words[0] && $(grep -c 'No space left' "$work/err") == 1)) \
		"a full disk: tcpstate ${words[*]:1}"
done
