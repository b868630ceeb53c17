# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154,SC2016 # of tests/tool/expect.sh; programs for in_host
# Recordings: how they are made, of a copy of /proc, and how they are read.

needs_namespaces || return 0

make_host

in_host '"$tcpstate" record one'
report $((status == 0 && $(grep -cx 'one: 1 reading' "$work/out") == 1)) 'a recording of one reading'
{
	grep -vE '^(info|sysctl|mib|tcpstate_owners|# owner|owner|tcpstate_waits|# wait|wait) ' "$work/one" | sed '1d;$d'
	grep '^info' "$work/one" | tail -n 3
} | sort >"$work/texts"
sort "$work/proc/tcpstate" "$work/proc/tcpstate_dwell" "$work/proc/net/tcpstate_"* >"$work/sources"
diff "$work/sources" "$work/texts" >"$work/out" 2>&1 || true
report $((!$(stat -c %s "$work/out"))) 'all files are in it, as they are'
grep -E '^(info (time|tool|kernel|machine)|sysctl|mib) ' "$work/one" >"$work/out" || true
report $(($(wc -l <"$work/out") == 7 &&
	$(grep -cxE 'sysctl net.ipv4.ip_local_port_range 32768 60999|mib TcpCurrEstab 211' "$work/out") == 2)) \
	'and what they have to be judged by'

run sockets -f "$work/one" -Ho state,inode,process pid 813
report $((status == 0 && $(grep -cxE 'CLOSE_WAIT +81234 +Web Content\(812\),Web Content\(813\)' "$work/out") == 1 &&
	$(wc -l <"$work/out") == 1)) 'processes of a recording'

golden show-recorded -f "$work/one"
golden listeners listeners -f "$work/one"
golden listeners listeners -f <(cat "$work/one")
golden show-recorded -f <(cat "$work/one")
cat "$work/proc/tcpstate_dwell" "$work/proc/net/tcpstate_listeners" "$work/proc/tcpstate" >"$work/cat"
golden listeners listeners -f "$work/cat"
golden show -f "$work/cat"

sed 's/ LISTEN  *12 / LISTEN 99 /; s/8213420117334/8213520117334/' "$work/one" >"$work/later"
cat "$work/one" "$work/later" >"$work/two"
json_is 'the last reading counts' 'd["states"][0]["now"] == 99' -j -f "$work/two"
head -n 40 "$work/later" | cat "$work/one" - >"$work/cut"
golden show-recorded -f "$work/cut"
head -c 3000 "$work/later" | cat "$work/one" - >"$work/torn"
refused 'a reading that is cut within a line' 1 'cut off: the last line has no end' -f "$work/torn"
sed '/^tcpstate_owners/,$d' "$work/one" >"$work/endless-list"
refused 'a reading that is cut between two lines of a list' 1 'cut off: another text should follow' \
	sockets -f "$work/endless-list"
refused 'a reading that is cut between two lines of a list, as JSON' 1 'the reading has no end' \
	sockets -j -f "$work/endless-list"
golden show-recorded -f "$work/endless-list"
run diff "$work/two"
report $((status == 0 && $(grep -c '^100ms between' "$work/out") == 1)) 'diff takes the first and the last'
sed '1s/1/2/' "$work/one" >"$work/newer-recording"
refused 'a recording without the text' 1 "this recording has no text 'tcpstate_dwell': record the whole" \
	dwell -f input/sick-leak.txt
refused 'a newer text in a recording' 1 'has version 2' \
	-f <(sed 's/^tcpstate 1/tcpstate 2/' "$work/one")
in_host '"$tcpstate" record -S one; "$tcpstate" record -S -i 0.01 -n 3 - >series'
report $((status == 0 && $(grep -cx 'tcpstate_end 1 -' "$work/one") == 2 &&
	$(grep -c '^tcpstate_sockets' "$work/one") == 1 &&
	$(grep -cx 'tcpstate_end 1 -' "$work/series") == 3)) 'readings are appended, with sockets or without'
in_host 'mkdir folder; "$tcpstate" record -i 0.01 -n 3 folder'
files=("$work/folder/"tcpstate-????????T??????.???Z)
report $((status == 0 && ${#files[@]} == 3 && $(grep -lc '^tcpstate_end' "${files[@]}" | wc -l) == 3)) \
	'a folder gets a file for each'

in_host '
	"$tcpstate" record -i 3600 endless & recorder=$!
	until [[ -s endless ]]; do sleep 0.05; done
	kill -INT "$recorder"
	wait "$recorder"'
report $((status == 0 && $(grep -cx 'endless: 1 reading' "$work/out") == 1)) 'an interrupt ends it properly'
in_host '
	mkdir small
	mount -t tmpfs -o size=8k small small
	while "$tcpstate" record small/disk 2>err; do :; done
	grep -q "cannot write: No space left" err
	[[ $(grep -c "^tcpstate_recording" small/disk) == $(grep -c "^tcpstate_end" small/disk) ]]
	"$tcpstate" -f small/disk'
report $((status == 0)) 'a full disk leaves whole readings'

echo 'Dear Sir,' >"$work/letter"
in_host '"$tcpstate" record letter'
was_refused 'a file that is no recording' 1 'letter exists and is not a recording: choose another file'
in_host '"$tcpstate" record nowhere/file'
was_refused 'a folder that is not there' 1 'cannot open nowhere/file: No such file'
in_host '"$tcpstate" record - >/dev/full'
was_refused 'a recording to a full disk' 1 'cannot write: No space left'
export deaf=$PWD/deaf.py
in_host 'python3 "$deaf" "$tcpstate" record -'
was_refused 'a recording to a closed pipe' 1 'cannot write: Broken pipe'
refused 'a recording without the module' 1 'modprobe tcpstate' record "$work/never"
refused 'a recording to nowhere' 2 'missing FILE or FOLDER' record
refused 'a recording to two files' 2 "too many arguments from 'b'" record a b
for value in 0 -1 x 1e 1s '' nan 1e9; do
	refused "an interval of '$value'" 2 'invalid number of seconds' record -i "$value" "$work/never"
done
for value in 0 -1 x 1.5 '' 18446744073709551616; do
	refused "a count of '$value'" 2 'invalid number' record -n "$value" "$work/never"
done
