# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh
# Texts that are damaged, foreign or newer.

: >"$work/empty"
head -c 400 input/summary.txt >"$work/cut"
head -n 12 input/summary.txt >"$work/short"
head -c 4096 /dev/zero >"$work/binary"
{ head -n 1 input/summary.txt; head -c 2000000 /dev/zero | tr '\0' x; } >"$work/huge"
sed 's/^tcpstate 1/tcpstate 2/' input/summary.txt >"$work/newer"
sed '1s/.*/tcpstate 2/' input/summary.txt >"$work/newer-head"
sed '1s/.*/tcpstate 0 host/' input/summary.txt >"$work/version-0"
sed '1s/.*/tcpstate 1/' input/summary.txt >"$work/scopeless"
{ head -n 5 input/summary.txt; seq -f 'state LISTEN 1 1 0 0 %g' 5000; } >"$work/many-rows"
{ head -n 4 input/summary.txt; seq -f '# keyword%g name' 100; } >"$work/many-keywords"
sed 's/ 1823 / 18x3 /' input/summary.txt >"$work/garbage"
sed 's/ 1823 / 18446744073709551616 /' input/summary.txt >"$work/overflow"
sed 's/^# state .*//' input/summary.txt >"$work/headless"
sed 's/entered/entrado/' input/summary.txt >"$work/renamed"
refused 'an empty file' 1 "$work/empty:1: empty" -f "$work/empty"
refused 'a file cut within a line' 1 'cut:[0-9]*: cut off' -f "$work/cut"
refused 'a file cut between two lines' 1 'short:[0-9]*: cut off' -f "$work/short"
refused 'a binary file' 1 'binary:1: not a text of tcpstate' -f "$work/binary"
printf 'tcpstate_%050d 1 host\n' 0 >"$work/long-name"
refused 'a text with a long name' 1 'long-name:1: not a text of tcpstate' -f "$work/long-name"
refused 'a huge line' 1 'huge:2: ' -f "$work/huge"
refused 'a newer version, by its name' 1 \
	'newer:1: the text has version 2, this tcpstate reads 1: install a newer' -f "$work/newer"
refused 'a newer version with another first line' 1 'newer-head:1: the text has version 2' \
	-f "$work/newer-head"
refused 'a version that never was' 1 "version-0:1: invalid version '0'" -f "$work/version-0"
refused 'a first line without a scope' 1 'scopeless:1: cut off' -f "$work/scopeless"
refused 'records without end' 1 "many-rows:4102: more than 4096 records 'state'" \
	-f "$work/many-rows"
refused 'keywords without end' 1 'many-keywords:[0-9]*: more than 64 kinds' -f "$work/many-keywords"
refused 'a word for a number' 1 "garbage:[0-9]*: '18x3' should be a number" -f "$work/garbage"
refused 'a number of more than 64 bits' 1 'overflow:[0-9]*: ' -f "$work/overflow"
refused 'records without column names' 1 'headless:[0-9]*: ' -f "$work/headless"
refused 'a column that is missing' 1 "renamed:[0-9]*: 'state' has no column 'entered'" \
	-f "$work/renamed"
refused 'another program'"'"'s file' 1 'passwd:1: not a text' -f /etc/passwd
refused 'standard input, by its name' 1 'standard input:2: cut off' \
	-f - < <(head -c 30 input/summary.txt)
refused 'a file that does not exist' 1 'cannot open' -f "$work/nothing"
refused 'a folder' 1 'cannot read' -f "$work"

# Every line of the text is missed when the file ends before it.
lines=$(wc -l <input/summary.txt)
good=1
for ((kept = 0; kept < lines; kept++)); do
	head -n "$kept" input/summary.txt >"$work/kept"
	run -f "$work/kept"
	((status == 1)) || { good=0; break; }
done
report "$good" 'a file cut anywhere between two lines'

# Root may read everything, so somebody else has to try.
cp "$tcpstate" "$work/tcpstate"
install -m 000 input/summary.txt "$work/locked"
chmod 755 "$work"
other=()
((EUID)) || other=(setpriv --reuid=65534 --regid=65534 --clear-groups)
status=0
"${other[@]}" "$work/tcpstate" -f "$work/locked" >"$work/out" 2>"$work/err" || status=$?
was_refused 'a file that may not be read' 1 'cannot open .*locked: Permission denied'

# Lists of listeners, whose end nothing marks.
head -n 1 input/listeners.txt >"$work/listeners"
refused 'listeners cut after the first line' 1 "listeners:2: cut off: no line names the columns of 'listener'" \
	listeners -f "$work/listeners"
refused 'listeners cut after the first line, as JSON' 1 'cut off' listeners -j -f "$work/listeners"
{ cat input/listeners.txt; echo 'listener [::]:80 0 0'; } >"$work/listeners"
refused 'listeners cut within the last, as JSON' 1 'listeners:4: too few fields' listeners -j -f "$work/listeners"
head -n 2 input/listeners.txt >"$work/listeners"
run listeners -f "$work/listeners"
report $((status == 0 && $(grep -cx 'nobody listens in this network namespace' "$work/out") == 1)) 'no listeners'
json_is 'JSON: no listeners' 'd["listeners"] == []' listeners -j -f "$work/listeners"
sed '2s/# listener/#listener/' input/listeners.txt >"$work/listeners"
golden listeners listeners -f "$work/listeners"
