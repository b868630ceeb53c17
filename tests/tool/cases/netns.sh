# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154,SC2016 # of tests/tool/expect.sh; programs for in_netns
# Without the module, and of several network namespaces, with real sockets.

needs_namespaces || return 0

# in_netns PROGRAM: a shell beside the namespaces blue and red.
in_netns() {
	status=0
	./with-netns bash -euc "$1" >"$work/out" 2>"$work/err" || status=$?
}
mkdir "$work/netns"
# Root of a user namespace cannot become anybody else.
root=$((EUID == 0))
export work root
in_netns 'cd "$work/netns"
	tell() { "$tcpstate" "${@:2}" >"$1" 2>"$1.err" || echo "$?" >"$1.status"; }
	ip netns exec blue ss -Htan | tee first | while read -r state rest; do
		state=${state//-/_}
		echo "${state/ESTAB/ESTABLISHED}" $rest
	done | sed "s/FIN_WAIT_/FIN_WAIT/" | cut -d " " -f 1,4,5 | sort >ss
	tell sockets sockets -N blue -H -o state,local,remote
	tell queues sockets -N blue -H -o rxq,txq state listening
	tell rest sockets -N blue -H -o since,age,rxq,txq,uid,inode state time-wait
	tell request sockets -N blue -H -o since,age,rxq,txq,uid,inode state syn-recv
	tell known sockets -N blue -H -o state,uid,inode exclude time-wait exclude syn-recv
	tell young sockets -N blue -H -o state age \< 60s
	tell owners sockets -N blue -H -o state,process comm python3
	tell sockets.json sockets -N blue -j
	tell show show -N blue
	tell show.json show -N blue -j
	tell listeners listeners -N blue
	tell listeners.json listeners -N blue -j
	tell ports.json ports -N blue -j
	for command in show sockets listeners; do
		tell "$command.all" "$command" -A
		tell "$command.all.json" "$command" -A -j
		tell "$command.everywhere.json" "$command" -j --all-netns
	done
	tell sorted sockets -A -H -s remote -o netns,remote
	tell here.json show -j
	tell nowhere -N green
	tell transitions transitions -A
	tell window show -A -i 0.01
	ip netns exec red "$tcpstate" show -A -j >own.json 2>/dev/null
	touch /run/netns/stale
	ip netns attach azure "$(ip netns pids blue)"
	tell stale.json show -A -j
	rm /run/netns/stale
	bash -c "ulimit -n 4; exec \"\$tcpstate\" sockets" >files 2>files.err || echo "$?" >files.status
	if ((root)); then
		cp "$tcpstate" ./tcpstate
		chmod 755 "$work" .
		tcpstate=(setpriv --reuid=65534 --regid=65534 --clear-groups ./tcpstate)
		"${tcpstate[@]}" show -A >nobody 2>nobody.err || echo $? >nobody.status
		"${tcpstate[@]}" show -N blue >nobody-N 2>nobody-N.err || echo $? >nobody-N.status
		umount -R /run/netns /run
		"${tcpstate[@]}" show -A -j >alone.json 2>/dev/null
	fi'
report $((status == 0)) 'network namespaces with names'

# told NAME FILE PATTERN: it went well, with one line on standard error.
told() {
	local name=$1 file=$work/netns/$2 pattern=$3 good=0
	cp "$file" "$work/out"
	cp "$file.err" "$work/err"
	if [[ ! -e $file.status ]] && (($(wc -l <"$work/err") == 1)) &&
		grep -q "^tcpstate: the module is not loaded, using sock_diag: $pattern; 'modprobe" "$work/err"; then
		good=1
	fi
	report "$good" "without the module: $name"
}
told 'sockets' sockets 'no ages but those in TIME_WAIT'
told 'sockets, as JSON' sockets.json 'no ages but those in TIME_WAIT'
told 'a filter' young 'no ages but those in TIME_WAIT'
told 'states' show 'no ages, nothing of what entered and left, no other network namespaces'
told 'states, as JSON' show.json 'no ages, .*'
told 'listeners' listeners 'no SYN queues, no ages'
told 'listeners, as JSON' listeners.json 'no SYN queues, no ages'
told 'ports' ports.json 'no ages but those in TIME_WAIT'

# same NAME WANTED: $work/out is as the file says.
same() {
	local good=0
	diff "$2" "$work/out" >"$work/err" 2>&1 && good=1
	report "$good" "$1"
}
tr -s ' ' <"$work/netns/sockets" | sed 's/ $//' | sort >"$work/out"
same 'without the module: the sockets that ss shows' "$work/netns/ss"
report $(($(cut -d ' ' -f 1 "$work/netns/ss" | sort -u | wc -l) == 9)) 'of nine states'

# as_listed NAME FILE LINE...: blanks do not matter.
as_listed() {
	local name=$1 file=$2
	shift 2
	tr -s ' ' <"$work/netns/$file" | sed 's/^ //; s/ $//' | sort >"$work/out"
	printf '%s\n' "$@" | sort >"$work/wanted"
	same "without the module: $name" "$work/wanted"
}
as_listed 'queues of listeners' queues '0 5' '0 5' '0 7' '1 0'
as_listed 'only TIME_WAIT has an age' young TIME_WAIT
as_listed 'nothing is known of a request' request 'unknown - - - - -'
report $(($(grep -cE '^atleast +>[0-9.]+(ms|s) +- +- +- +-$' "$work/netns/rest") == 1)) \
	'without the module: TIME_WAIT is a minisock with a timer'
report $(($(grep -c . "$work/netns/owners") == $(grep -cE ' [1-9][0-9]*$' "$work/netns/known") &&
	$(grep -c . "$work/netns/owners") > 9)) 'without the module: who holds what has a file'

# json_of NAME FILE EXPRESSION: of the document d.
json_of() {
	local name=$1 file=$work/netns/$2 expression=$3 good=0
	cp "$file" "$work/out"
	if python3 -c "import json,sys; d=json.load(open('$file')); assert ($expression)" 2>"$work/err"; then
		good=1
	fi
	report "$good" "$name"
}
json_of 'without the module: as many as ss shows' show.json \
	"{s['state']: s['now'] for s in d['states']} == {**dict.fromkeys(
		'LISTEN SYN_SENT SYN_RECV ESTABLISHED FIN_WAIT1 FIN_WAIT2 TIME_WAIT CLOSE_WAIT LAST_ACK CLOSING'.split(), 0),
		**__import__('collections').Counter(l.split()[0] for l in open('$work/netns/ss'))}"
json_of 'without the module: all else is null' show.json \
	"all(v is None for s in d['states'] for k, v in s.items() if k not in ('state', 'now')) and
		d['gauges'] == {'half_open': None, 'parked': 1, 'tracked': None} and
		set(d['counters'].values()) == {None} and d['info']['version'] is None"
json_of 'without the module: queues of listeners, as JSON' listeners.json \
	"sorted((l['accept_queue'], l['backlog']) for l in d['listeners']) == [(0, 5), (0, 5), (0, 7), (1, 0)] and
		all(l['syn_queue'] is None and l['age_ns'] is None and l['inode'] for l in d['listeners'])"

# refused_there NAME FILE PATTERN: one line on standard error, and 1.
refused_there() {
	cp "$work/netns/$2" "$work/out"
	cp "$work/netns/$2.err" "$work/err"
	status=$(cat "$work/netns/$2.status" || echo 0)
	was_refused "$1" 1 "$3"
}
refused_there 'without the module: transitions' transitions 'modprobe tcpstate'
refused_there 'without the module: rates' window 'modprobe tcpstate'
refused_there 'neither the module nor sock_diag' files \
	"sock_diag failed too: load the module .* or at least tcp_diag: Too many open files"
refused_there 'a namespace that is not there' nowhere "unknown network namespace 'green': 'ip netns list'"

good=0
if "$answers" >"$work/out" 2>"$work/err" && is_expected answers; then
	good=1
fi
report "$good" 'answers of sock_diag that end a dump, or should not be there'

# The own one has no name: with-netns made it.
for command in show sockets listeners; do
	awk 'seen && !NF { exit } seen { print $1 } $1 == "NETNS" { seen = 1 }' \
		"$work/netns/$command.all" | uniq >"$work/out"
	want='blue'
	[[ $command != show ]] || want=$'-\nblue\nred'
	printf '%s\n' "$want" >"$work/wanted"
	same "all namespaces: names in the table of $command" "$work/wanted"
	json_of "all namespaces: names in the JSON of $command" "$command.all.json" \
		"[n['netns'] for n in d['namespaces']] == [None, 'blue', 'red'] and
			len({n['scope'] for n in d['namespaces']}) == 3"
done
json_of 'all namespaces: each as it is alone' show.all.json \
	"d['namespaces'][1]['states'] == json.load(open('$work/netns/show.json'))['states'] and
		d['namespaces'][0]['scope'] == json.load(open('$work/netns/here.json'))['scope']"
json_of 'all namespaces: sockets of each' sockets.all.json \
	"[len(n['sockets']) for n in d['namespaces']] == [0, len(open('$work/netns/ss').readlines()), 0]"
report $(($(grep -c '^blue ' "$work/netns/sorted") == $(wc -l <"$work/netns/ss"))) 'all namespaces, sorted'
json_of 'all namespaces: the own one under its name' own.json \
	"[n['netns'] for n in d['namespaces']] == ['red', 'blue']"
json_of 'all namespaces: one with two names is shown once' stale.json \
	"[n['netns'] for n in d['namespaces']] == [None, 'azure', 'red']"
report $(($(grep -c '/run/netns/stale is no network namespace .* left out: .ip netns delete stale' \
	"$work/netns/stale.json.err") == 1)) 'all namespaces: what is none is named'
if ((EUID == 0)); then
	refused_there 'all namespaces, to nobody' nobody "only root may look into the network namespace 'red'"
	refused_there 'another namespace, to nobody' nobody-N "only root may look into the network namespace 'blue'"
	json_of 'all namespaces, none of which has a name' alone.json \
		"[n['netns'] for n in d['namespaces']] == [None]"
fi

# With the module there is a text for each.
./with-proc-net input/summary.txt tcpstate "$tcpstate" transitions -A >"$work/out" 2>"$work/err" || true
report $(($(grep -cE '^NETNS +FROM +TO +COUNT' "$work/out") == 1 &&
	$(grep -cE '^\S+ +CLOSE +SYN_SENT +1823 ' "$work/out") >= 1 && !$(wc -l <"$work/err"))) \
	'all namespaces: names in the table of transitions'
for command in show transitions; do
	./with-proc-net input/summary.txt tcpstate "$tcpstate" "$command" -A -j >"$work/netns/$command.module.json"
done
json_of 'all namespaces: names in the JSON of transitions' transitions.module.json \
	"all('netns' in n and n['transitions'][1]['count'] == 1823 for n in d['namespaces']) and d['namespaces']"
refused 'all namespaces and one' 2 "--all-netns excludes '--netns'" show -A -N blue
refused 'all namespaces of a saved copy' 2 "--all-netns excludes '--input'" \
	sockets -A -f input/sockets.txt
refused 'all namespaces of dwell' 2 "dwell takes no option 'all-netns'" dwell -A
