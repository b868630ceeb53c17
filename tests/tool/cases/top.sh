# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh
# top where it has no screen: tables, one below the other, and what it refuses.

golden top-plain top -f input/busy.txt
golden top-plain top -f - <input/busy.txt
golden top-plain-sockets top -n 1 -f input/busy.txt state close-wait and sport = :9090
golden top-plain-sorted top -n 1 -s -local -f input/busy.txt state syn-sent
golden top-plain-one top -f input/summary.txt
golden top-plain-busy-once top -n 1 -i 0.01 -S -f input/busy.txt

# As "while sleep 1; do cat /proc/tcpstate; done" makes them; the last one is of another load.
{
	cat input/summary.txt
	sed 's/^info  *now_ns .*/info now_ns 8215420117334/
		s/^\(transition  *CLOSE  *SYN_SENT  *\)[0-9]*/\12023/
		s/^\(state  *SYN_SENT .*\)1823  *1820/\12023 2020/' input/summary.txt
	sed 's/^info  *loaded_ns .*/info loaded_ns 8215430000000/
		s/^info  *now_ns .*/info now_ns 8216430000000/' input/summary.txt
} >"$work/cat"
run top -f "$work/cat"
report $((status == 0 && $(grep -c '^SYN_SENT ' "$work/out") == 2 &&
	$(grep -cE '^SYN_SENT .* 100\.0 +100\.0$' "$work/out") == 1 &&
	$(grep -cE '^CLOSE +SYN_SENT +100\.0 +2023$' "$work/out") == 1 &&
	$(grep -cE '^SYN_SENT .* - +-$' "$work/out") == 1)) 'texts one after the other, and another load of the module'

# Rates are of what the module saw, not of when somebody looked.
run top -n 1 -f input/busy.txt
rates=$(grep -c 'ESTABLISHED.* 32\.4 *31\.4' "$work/out" || true)
report $((status == 0 && rates == 1)) 'rates by the time of the module'

head -n 500 input/busy.txt >"$work/cut"
run top -f "$work/cut"
report $((status == 0 && $(grep -c '^STATE ' "$work/out") == 1 &&
	$(grep -c '07:05:28Z' "$work/out") == 1)) 'a reading that is being written does not count'
head -c 100000 input/busy.txt >"$work/torn"
run top -f "$work/torn"
report $((status == 0 && $(grep -c '^STATE ' "$work/out") == 1)) 'nor one that is cut within a line'
head -c 3000 input/busy.txt >"$work/half"
refused 'a recording of half a reading' 1 'half: cut off: the last line has no end' top -f "$work/half"
echo 'Dear Sir,' >"$work/letter"
refused 'another file' 1 "letter: not a text of tcpstate: it should begin with 'tcpstate 1'" top -f "$work/letter"
refused 'an empty file' 1 'not a text of tcpstate' top -f /dev/null
refused 'a file that is not there' 1 'cannot open nowhere' top -f nowhere
refused 'a newer text' 1 'has version 2' top -f <(sed 's/^tcpstate 1/tcpstate 2/' input/summary.txt)
head -c 3000000 /dev/zero | tr '\0' x >"$work/long"
refused 'a file without lines' 1 'a line of more than' top -f "$work/long"

refused 'a bad filter' 2 'filter: ' top -f input/busy.txt sport
refused 'a bad column' 2 "unknown column 'colour'" top -f input/busy.txt -s colour
refused 'sockets and none' 2 "'--no-sockets'" top -S -f input/busy.txt state listen
refused 'an interval that is none' 2 'invalid number of seconds' top -i 0 -f input/busy.txt
refused 'a recording of another namespace' 2 'a network namespace of its own' top -N somewhere -f input/busy.txt
long=$(printf 'state listen or %.0s' {1..20})
refused 'a filter that no line holds' 2 'too long a filter' top -f input/busy.txt "$long" state listen

status=0
"$tcpstate" top -f input/busy.txt >/dev/full 2>"$work/err" || status=$?
: >"$work/out"
was_refused 'a full disk' 1 'cannot write: No space left'

# The reader goes away while the tables come, and nothing is said of it.
mkfifo "$work/pipe"
"$tcpstate" top -i 0.01 -f <(for _ in {1..200}; do cat input/busy.txt; done) >"$work/pipe" 2>"$work/err" &
writer=$!
head -n 1 <"$work/pipe" >"$work/out"
status=0
wait "$writer" || status=$?
report $((status == 1 && !$(stat -c %s "$work/err"))) 'a reader that has seen enough'

# on_terminal_as NAME=VALUE ARG...: standard output is a terminal, standard input is none.
on_terminal_as() {
	status=0
	script --quiet --return --command "env $(printf '%q ' "$@")" "$work/typescript" \
		>"$work/terminal" 2>"$work/err" </dev/null || status=$?
	tr -d '\r' <"$work/terminal" >"$work/out"
}
for name in '' dumb; do
	on_terminal_as "TERM=$name" "$tcpstate" top -f input/busy.txt
	report $((status == 0)) "tables where TERM is '$name'"
	is_expected top-plain || true
	report $((!$(wc -l <"$work/diff"))) "the same tables where TERM is '$name'"
done
on_terminal_as TERM=nonesuch "$tcpstate" top -f input/busy.txt
report $((status == 1 && $(wc -l <"$work/out") == 1 &&
	$(grep -c "unknown terminal 'nonesuch'" "$work/out") == 1)) 'a terminal that nobody described'
