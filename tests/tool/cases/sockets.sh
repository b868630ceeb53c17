# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh
# The list of sockets: columns, order, JSON, processes, bad lists.

golden sockets sockets -f input/sockets.txt
golden sockets sockets -f - <input/sockets.txt
golden sockets-all sockets -f input/sockets.txt -o state,since,age,local,remote,rxq,txq,uid,inode
golden sockets-age sockets -f input/sockets.txt -o age,state,remote -s age
golden sockets-busy sockets -f input/busy.txt -s local 'state close-wait or state listening'
golden sockets-ipv6 sockets -f input/sockets-ipv6.txt -s remote exclude time-wait
golden sockets-json sockets -f input/sockets.txt -j 'inode = 11 or state time-wait or since unknown'
abi_example sockets >"$work/abi-sockets"
golden sockets-abi sockets -f "$work/abi-sockets"

# order COLUMN NUMBER...: the lines of the input, sorted by a column.
order() {
	run sockets -H -f input/sockets.txt -o local,remote -s "$1"
	were_listed "$2" "sorted by $1"
}
# Equals stay in the order of the text, what is not known comes last both ways.
order age '13 8 1 4 7 6 11 12 2 3 10 9 5'
order -age '9 10 3 2 12 11 6 7 4 1 8 13 5'
order rxq '13 8 1 7 2 3 4 5 6 9 10 11 12'
order -rxq '2 3 4 5 6 9 7 1 8 13 10 11 12'
order txq '13 4 1 2 9 3 5 6 7 8 10 11 12'
order uid '2 4 1 3 5 6 7 8 9 13 10 11 12'
order inode '8 1 2 3 4 5 6 7 9 13 10 11 12'
order state '7 8 3 4 5 6 13 11 1 2 10 9 12'
order since '2 3 4 6 7 9 10 11 13 1 8 12 5'
order local '1 7 4 3 10 11 12 9 13 2 8 6 5'
order remote '1 7 4 10 11 12 3 9 13 2 8 6 5'

run sockets -H -f input/sockets.txt
report $((status == 0 && $(wc -l <"$work/out") == 13)) 'without a header'
run sockets -H -f input/sockets.txt state closed
report $((status == 0 && $(wc -l <"$work/out") == 0)) 'no sockets, no lines'
refused 'a column that is none' 2 "^tcpstate: unknown column 'ages': use one of state, since, age, " \
	sockets -f input/sockets.txt -o state,ages
refused 'an empty column' 2 "^tcpstate: unknown column '': use one of " sockets -f input/sockets.txt -o state,,age
refused 'a sort key that is none' 2 "^tcpstate: unknown column '-': use one of " sockets -f input/sockets.txt -s --
refused 'a namespace of a saved copy' 2 'a saved copy has a network namespace of its own' sockets -N blue -f input/sockets.txt
refused 'a namespace that is not there' 1 "unknown network namespace 'tcpstate-none'" sockets -N tcpstate-none
refused 'a namespace that is a path' 2 "invalid name of a network namespace '../x'" sockets -N ../x

json_is 'JSON: a document' 'd["schema"] == 1 and d["scope"] == "netns:4026531840" and len(d["sockets"]) == 13' \
	sockets -j -f input/sockets.txt
json_is 'JSON: numbers, seconds and ends' \
	'd["sockets"][0] == {"state": "LISTEN", "since": "atleast", "age_s": 273600, "rxq": 3, "txq": 511,
		"local": {"address": "0.0.0.0", "port": 443}, "remote": {"address": "0.0.0.0", "port": None},
		"uid": 33, "inode": 11}' \
	sockets -j -f input/sockets.txt
json_is 'JSON: IPv6 without brackets' 'd["sockets"][4]["remote"] == {"address": "2001:db8:0:1::2", "port": 40000}' \
	sockets -j -f input/sockets.txt
json_is 'JSON: not known is null' \
	'all(d["sockets"][9][name] is None for name in ("rxq", "txq", "uid", "inode")) and d["sockets"][4]["age_s"] is None' \
	sockets -j -f input/sockets.txt
json_is 'JSON: chosen columns only' 'all(list(s) == ["inode", "state"] for s in d["sockets"])' \
	sockets -j -o inode,state -f input/sockets.txt
json_is 'JSON: of no sockets' 'd["sockets"] == []' sockets -j -f input/sockets.txt state closed
run sockets -j -f input/sockets.txt
report $(($(grep -c '^    {"state": .*}' "$work/out") == 13)) 'JSON: a socket a line'

# Lists that are long: sorted or not, all of it comes out.
python3 - >"$work/long" <<-'END'
	print("tcpstate_sockets 1 netns:4026531840")
	print("# socket inode uid rxq txq remote local age_ns since state new")
	for i in range(20000):
	    print("socket", i, 0, i % 7, 0, f"[2001:db8::{i:x}]:1", "10.0.0.1:80", i * i, "exact", "ESTABLISHED", "?")
END
run sockets -H -f "$work/long" -o inode,age
report $((status == 0 && $(awk '$1 != NR - 1' "$work/out" | wc -l) == 0 && $(wc -l <"$work/out") == 20000)) \
	'a long list in its order'
run sockets -H -f "$work/long" -o inode -s -inode
report $((status == 0 && $(awk '$1 != 20000 - NR' "$work/out" | wc -l) == 0 && $(wc -l <"$work/out") == 20000)) \
	'a long list, sorted'
json_is 'a long list as JSON' '[s["inode"] for s in d["sockets"]] == list(range(20000))' sockets -j -f "$work/long"
status=0
{ "$tcpstate" sockets -f "$work/long" 2>"$work/err" || echo $? >"$work/status"; } | head -n 1 >"$work/out"
report $(($(<"$work/status") == 1 && $(stat -c %s "$work/err") == 0)) 'a long list, of which one line is read'
status=0
"$tcpstate" sockets -f "$work/long" >/dev/full 2>"$work/err" || status=$?
report $((status == 1 && $(grep -c 'No space left' "$work/err") == 1)) 'a long list and a full disk'

# damaged NAME PATTERN SCRIPT: a text that sed has spoilt.
damaged() {
	sed "$3" input/sockets.txt >"$work/damaged"
	refused "a list with $1" 1 "damaged:[0-9]*: $2" sockets -f "$work/damaged"
}
damaged 'its head only' "cut off: no line names the columns of 'socket'" '1!d'
damaged 'a column missing' "'socket' has no column 'inode'" '2s/inode//'
damaged 'a field missing' "too few fields after 'socket'" '5s/13$//'
damaged 'a port that is none' "'192.0.2.1:443x' should be an address and a port" '5s/:443/:443x/'
damaged 'a port too large' "'192.0.2.1:65536' should be" '5s/:443/:65536/'
damaged 'no port' "'192.0.2.1' should be" '5s/:443//'
damaged 'an octet too large' "'192.0.2.256:443' should be" '5s/2\.1:/2.256:/'
damaged 'an octet missing' "'192.0.2:443' should be" '5s/2\.1:/2:/'
damaged 'an address that is none' "'\[2001:db9::1::\]:443' should be" '7s/2001:db8::1/2001:db9::1::/'
damaged 'an address without its bracket' "'\[2001:db8::1:443' should be" '7s/1\]/1/'
damaged 'an age that is none' "'81x' should be a number" '5s/812345678/81x/'
damaged 'a since that is none' "'extract' should be exact, atleast or unknown" '5s/exact/extract/'
sed '2s/# socket/#socket/' input/sockets.txt >"$work/joined"
golden sockets sockets -f "$work/joined"
{ head -n 2 input/sockets.txt; seq -f 'socket S%g exact 1 [::]:1 [::]:1 0 0 0 0' 100; } >"$work/states"
refused 'states without end' 1 "states:67: more than 64 states" sockets -f "$work/states"

# Processes: this shell has two sockets, python3 two descriptors of one of them and one of its own.
cat >"$work/holder" <<-'END'
	import os, socket, sys
	def inode(fd): return os.fstat(fd).st_ino
	one, two = socket.socket(), socket.socket()
	again = one.dup()
	child = os.fork()
	if not child:
	    two.close()
	    open("/proc/self/comm", "w").write("a\"b\\c\u00e9")
	    os.read(0, 1)
	    os._exit(0)
	with open(sys.argv[1] + "/held", "w") as text:
	    text.write("tcpstate_sockets 1 netns:1\n# socket state since age_ns local remote rxq txq uid inode\n")
	    for s in (one, two):
	        text.write(f"socket CLOSE_WAIT exact 1 127.0.0.1:1 127.0.0.1:2 0 0 0 {inode(s.fileno())}\n")
	    text.write("socket TIME_WAIT atleast 1 127.0.0.1:1 127.0.0.1:3 - - - -\n")
	    text.write("socket FIN_WAIT1 exact 1 127.0.0.1:1 127.0.0.1:4 0 0 0 0\n")
	while open(f"/proc/{child}/comm").read().startswith("python"): pass
	print(os.getpid(), child, flush=True)
	os.read(0, 1)
	os.waitpid(child, 0)
END
coproc holder { exec python3 "$work/holder" "$work"; }
read -r parent child <&"${holder[0]}"
run sockets -H -p -f "$work/held" -o remote,process
sed "s/($parent)/(PARENT)/; s/($child)/(CHILD)/" "$work/out" >"$work/told"
cp "$work/told" "$work/out"
good=0
is_expected sockets-processes && good=1
report "$good" 'processes of sockets'
json_is 'JSON: processes of sockets' \
	"[[(p['pid'], p['comm']) for p in s['process'] or []] for s in d['sockets']] == [
		[($parent, 'python3'), ($parent, 'python3'), ($child, 'a\"b\\\\c??'), ($child, 'a\"b\\\\c??')],
		[($parent, 'python3')], [], []] and d['sockets'][2]['process'] is None" \
	sockets -j -p -f "$work/held"
# A recording without processes is of another moment, if not of another host.
{
	echo 'tcpstate_recording 1 netns:1'
	cat "$work/held"
	echo 'tcpstate_end 1 -'
} >"$work/held-recorded"
run sockets -H -p -f "$work/held-recorded" -o process
report $((status == 0 && $(grep -c '^-$' "$work/out") == 4)) 'processes of now are not those of a recording'
run sockets -H -f "$work/held" -o remote pid "$child"
report $((status == 0 && $(grep -c . "$work/out") == 1)) 'filter: pid'
run sockets -H -f "$work/held" -o remote comm python3
report $((status == 0 && $(grep -c . "$work/out") == 2)) 'filter: comm'
run sockets -H -f "$work/held" -o remote 'comm "python3" and not pid '"$child"
report $((status == 0 && $(grep -c . "$work/out") == 1)) 'filter: comm and pid'
run sockets -H -f "$work/held" -o remote comm != python3
report $((status == 0 && $(grep -c . "$work/out") == 2)) 'filter: of nobody that is known'
if ((EUID == 0)); then
	status=0
	cp "$tcpstate" "$work/tcpstate"
	chmod 755 "$work"
	setpriv --reuid=65534 --regid=65534 --clear-groups "$work/tcpstate" sockets -H -p -f "$work/held" \
		-o process >"$work/out" 2>"$work/err" || status=$?
	report $((status == 0 && $(grep -c '^-$' "$work/out") == 4)) 'processes of others, to nobody'
fi
# Of sockets of now a terminal shows the processes unasked. Whoever is root in a user namespace of
# his own does not see the processes outside of it.
if ((EUID == 0)) && needs_namespaces; then
	listing="./with-proc-net $work/held tcpstate_sockets $tcpstate sockets"
	status=0
	script --quiet --return --command "$listing" "$work/typescript" >"$work/terminal" </dev/null || status=$?
	tr -d '\r' <"$work/terminal" >"$work/out"
	report $((status == 0 && $(grep -c 'REMOTE  *PROCESS$' "$work/out") == 1 &&
		$(grep -c " python3($parent)" "$work/out") == 2)) 'processes on a terminal'
	status=0
	$listing >"$work/out" || status=$?
	report $((status == 0 && $(grep -c 'PROCESS' "$work/out") == 0)) 'no processes elsewhere'
fi
holder_input=${holder[1]}
exec {holder_input}>&-
wait "$holder_PID"
