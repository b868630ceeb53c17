# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh
# What is found wrong with hosts that are made up, and what is not.

# host NAME [SECONDS [AWKARG...]]: two looks at the host of standard input, one second apart, the
# first so long after the boot; the module was loaded at 100.
host() {
	local name=$1 now=${2:-1000} look
	shift $(($# > 2 ? 2 : $#))
	cat >"$work/lines"
	for look in first last; do
		awk -v look="$look" -v now="$now" "$@" -f host.awk "$work/lines"
		now=$((now + 1))
	done >"$work/$name"
}

# finds ID HOST EXPRESSION [ARG...]: ID comes first, as finding f, and the expression holds.
finds() {
	local id=$1 name=$2 expression=$3 good=0
	shift 3
	run why -j -f "$work/$name" "$@"
	if ((status == 1)) && [[ ! -s $work/err ]] && python3 -c "
import json, sys
d = json.load(sys.stdin)['why']
f = d['findings'][0]
text = ' '.join(f['evidence'])
assert d['version'] == 1 and f['id'] == '$id' and ($expression)" <"$work/out" 2>>"$work/err"; then
		good=1
	fi
	report "$good" "$id at $name $*"
}

# fine HOST [ARG...]: nothing is wrong there, and it is said what was looked at.
fine() {
	local name=$1 good=0
	shift
	run why -j -f "$work/$name" "$@"
	if ((status == 0)) && [[ ! -s $work/err ]] && python3 -c "
import json, sys
d = json.load(sys.stdin)['why']
assert d['findings'] == [] and len(d['checked']) == 12" <"$work/out" 2>>"$work/err"; then
		good=1
	fi
	report "$good" "nothing wrong at $name $*"
}

host nobody-home </dev/null
fine nobody-home

# All that is usual, and much of it.
host busy <<-'END'
	listener 0.0.0.0:443 40 12 511 exact 900000000000 33 1
	40 x socket SYN_RECV exact 200000000 192.0.2.1:443 198.51.100.@:5000 0 0 - -
	12 x socket ESTABLISHED exact 90000000 192.0.2.1:443 198.51.100.@:5001 0 0 33 0
	500 x socket ESTABLISHED exact 600000000000 192.0.2.1:443 10.0.0.9:@ 0 0 33 2@
	first: 20 x socket ESTABLISHED exact 600000000000 192.0.2.1:443 10.0.0.8:@ 0 @+700 33 3@
	last: 20 x socket ESTABLISHED exact 600000000000 192.0.2.1:443 10.0.0.8:@ 0 @+701 33 3@
	20 x socket CLOSE_WAIT exact 700000000 192.0.2.1:443 10.0.0.7:@ 1 0 33 4@
	20 x socket LAST_ACK exact 800000000 192.0.2.1:443 10.0.0.6:@ 0 1 33 0
	9 x socket FIN_WAIT1 exact 20000000000 192.0.2.1:443 10.0.@.1:999 0 1 33 0
	9 x socket FIN_WAIT2 exact 20000000000 192.0.2.1:443 10.0.@.1:998 - - - -
	3 x socket SYN_SENT exact 900000000 192.0.2.1:@+40000 203.0.113.@:443 0 1 33 5@
	2000 x socket TIME_WAIT atleast 30000000000 192.0.2.1:443 10.0.0.5:@ - - - -
	590 x socket TIME_WAIT atleast @00000000 192.0.2.1:@+40000 203.0.113.9:5432 - - - -
	flow FIN_WAIT1 0 900000
	flow CLOSE_WAIT 0 800000
	flow LAST_ACK 0 800000
	first: arc LISTEN SYN_RECV 900000
	last: arc LISTEN SYN_RECV 901000
	first: arc SYN_SENT ESTABLISHED 900000
	last: arc SYN_SENT ESTABLISHED 901000
	first: arc SYN_SENT CLOSE 100
	last: arc SYN_SENT CLOSE 110
	first: mib TcpOutRsts 100
	last: mib TcpOutRsts 120
	counter self_loops 100
	counter late 12
END
fine busy

host leak <<-'END'
	listener 0.0.0.0:8080 0 0 128 exact 900000000000 33 1
	owner 1 812 3 nginx
	30 x owner @+2000 900 @ leaky
	29 x socket CLOSE_WAIT exact @00000000000 127.0.0.1:8080 127.0.0.1:@+40000 1 0 33 @+2000
	socket CLOSE_WAIT atleast 7200000000000 127.0.0.1:8080 127.0.0.1:41000 1 0 33 2030
	flow CLOSE_WAIT 1 1000
END
run why -f "$work/leak"
good=0
((status == 1)) && is_expected why && good=1
report "$good" 'prints why, what is wrong and what was looked at'
finds close-wait-leak leak 'f["process"] == "leaky" and f["pid"] == 900 and f["port"] == 8080 and
	f["peer"] == "127.0.0.1" and f["count"] == 30 and f["oldest_ns"] == 7200000000000 and
	f["severity"] == "warning" and "1 of 30 were open when the module was loaded" in text'
finds close-wait-leak leak 'f["count"] == 30' -T close-wait-count=30
fine leak --threshold close-wait-count=31
fine leak -T close-wait-age=7h

# Young, but most that ever came are still there; those whose owner is not known are another group.
host young 102 <<-'END'
	6 x owner @+2000 900 @ java
	6 x socket CLOSE_WAIT exact 11000000000 10.0.0.1:@+40000 192.0.2.5:5432 1 0 33 @+2000
	4 x socket CLOSE_WAIT exact 11000000000 10.0.0.1:@+41000 192.0.2.5:5432 1 0 33 @+3000
	first: flow CLOSE_WAIT 0 1
	last: flow CLOSE_WAIT 0 2
END
finds close-wait-leak young 'f["process"] == "java" and f["port"] == 5432 and f["peer"] == "192.0.2.5" and
	f["count"] == 6 and len(d["findings"]) == 1 and "dport = :5432" in f["next"]'
host slow <<-'END'
	20 x socket CLOSE_WAIT exact 11000000000 10.0.0.1:80 10.0.0.2:@+40000 1 0 33 @+2000
	first: flow CLOSE_WAIT 0 900
	last: flow CLOSE_WAIT 0 901
END
fine slow
sed 's/^state CLOSE_WAIT.*/state CLOSE_WAIT 20 0 920 900 -/' "$work/slow" >"$work/stopped"
finds close-wait-leak stopped 'f["process"] is None and f["pid"] is None and f["port"] == 80'
host growing <<-'END'
	first: 9 x socket CLOSE_WAIT exact 70000000000 10.0.0.1:80 10.0.0.@:4000 1 0 33 @+2000
	last: 10 x socket CLOSE_WAIT exact 71000000000 10.0.0.1:80 10.0.0.@:4000 1 0 33 @+2000
	first: flow CLOSE_WAIT 0 900
	last: flow CLOSE_WAIT 0 901
END
finds close-wait-leak growing 'f["severity"] == "critical" and f["peer"] is None and "2 came and 1 left" in text'

# What is not accepted nobody can close; connects to itself that hang are a consequence.
host deaf <<-'END'
	listener 127.0.0.1:7171 5 9 8 exact 900000000000 33 1
	owner 1 812 3 deaf\040one
	6 x socket ESTABLISHED exact 2000000000 127.0.0.1:7171 127.0.0.1:@+40000 5 0 33 0
	3 x socket CLOSE_WAIT exact 70000000000 127.0.0.1:7171 127.0.0.1:@+41000 1 0 33 0
	30 x socket SYN_SENT exact 9000000000 127.0.0.1:@+42000 127.0.0.1:7171 0 1 0 @+7000
	20 x socket SYN_RECV exact 9000000000 127.0.0.1:7171 127.0.0.1:@+43000 0 0 - -
	first: mib TcpExtListenOverflows 100
	last: mib TcpExtListenOverflows 121
END
finds accept-queue-full deaf 'f["process"] == "deaf one" and f["pid"] == 812 and f["port"] == 7171 and
	f["count"] == 9 and f["oldest_ns"] == 70000000000 and f["severity"] == "critical" and
	len(d["findings"]) == 1 and "30 connects of this host" in text and
	"peers of 3 have given up" in text and "turned 21 away" in text'
host burst <<-'END'
	first: listener 0.0.0.0:80 1 1 128 exact 900000000000 33 1
	last: listener 0.0.0.0:80 129 129 128 exact 900000000000 33 1
	listener 0.0.0.0:81 1 1 1 exact 900000000000 33 2
END
fine burst
host nearly <<-'END'
	listener [::]:80 0 120 128 exact 900000000000 33 1
	listener 0.0.0.0:81 0 100 128 exact 900000000000 33 2
END
finds accept-queue-full nearly 'f["severity"] == "warning" and f["port"] == 80 and
	f["process"] is None and f["oldest_ns"] is None and len(d["findings"]) == 1'
fine nearly -T accept-queue-share=94
finds accept-queue-full nearly 'len(d["findings"]) == 2' -T accept-queue-share=50%
host waiting <<-'END'
	listener [::]:80 0 1 128 exact 900000000000 33 1
	socket ESTABLISHED exact 11000000000 [::ffff:192.0.2.1]:80 [::ffff:192.0.2.2]:4000 5 0 33 0
END
finds accept-queue-full waiting 'f["severity"] == "warning" and f["oldest_ns"] == 11000000000 and
	"192.0.2.2:4000" in text'
fine waiting -T accept-age=12s

host blackhole <<-'END'
	6 x owner 7@ 555 @ curl
	6 x socket SYN_SENT exact 900@000000 10.0.0.1:@+40000 192.0.2.7:4433 0 1 0 7@
	socket SYN_SENT exact 99000000000 10.0.0.1:42000 192.0.2.8:4433 0 1 0 88
	first: arc SYN_SENT CLOSE 10
	last: arc SYN_SENT CLOSE 10
END
finds syn-sent-stuck blackhole 'f["process"] == "curl" and f["pid"] == 555 and f["peer"] == "192.0.2.7" and
	f["port"] == 4433 and f["count"] == 6 and f["oldest_ns"] == 9006000000 and "2 destinations" in text'
fine blackhole -T syn-sent-age=100s
fine blackhole -T syn-sent-count=8
host no-route <<-'END'
	20 x socket SYN_SENT exact 9000000000 [2001:db8::1]:@+40000 [2001:db8::@]:443 0 1 0 7@
END
finds syn-sent-stuck no-route '"own routes" in text and f["peer"] == "2001:db8::1"'

host flood <<-'END'
	listener 0.0.0.0:80 128 0 128 exact 900000000000 33 1
	owner 1 812 3 nginx
	128 x socket SYN_RECV exact @00000000 192.0.2.1:80 203.0.113.@:999 0 0 - -
	sysctl net.ipv4.tcp_syncookies 1
	first: mib TcpExtSyncookiesSent 0
	last: mib TcpExtSyncookiesSent 5000
	first: mib TcpExtTCPReqQFullDrop 0
	last: mib TcpExtTCPReqQFullDrop 0
END
finds syn-recv-pileup flood 'f["port"] == 80 and f["process"] == "nginx" and f["peer"] is None and
	f["count"] == 128 and "SYN flood" in f["what"] and f["severity"] == "critical" and
	d["findings"][1]["id"] == "syn-queue-full" and d["findings"][1]["severity"] == "warning" and
	"5000 SYN cookies" in text'
sed 's/tcp_syncookies 1/tcp_syncookies 0/' "$work/flood" >"$work/no-cookies"
finds syn-recv-pileup no-cookies 'd["findings"][1]["severity"] == "critical"'
finds syn-queue-full flood 'f["count"] == 128 and len(d["findings"]) == 1' -T syn-recv-count=129
sed 's/^listener 0.0.0.0:80 128 /listener 0.0.0.0:80 127 /' "$work/flood" >"$work/not-full"
fine not-full -T syn-recv-count=129 -T syn-queue-share=100
host lost-acks <<-'END'
	listener 0.0.0.0:80 17 0 128 exact 900000000000 33 1
	17 x socket SYN_RECV exact 4000000000 192.0.2.1:80 203.0.113.9:@+40000 0 0 - -
END
finds syn-recv-pileup lost-acks 'f["peer"] == "203.0.113.9" and "last ACKs" in f["what"] and
	f["severity"] == "warning"'
fine lost-acks -T syn-recv-count=18
fine lost-acks -T syn-recv-age=5s
# Too young to tell by their age, but of those of the first look too few became connections.
host begins <<-'END'
	listener 0.0.0.0:80 70 0 128 exact 900000000000 33 1
	70 x socket SYN_RECV exact 400000000 192.0.2.1:80 203.0.113.@:40 0 0 - -
	first: arc LISTEN SYN_RECV 100
	last: arc LISTEN SYN_RECV 110
END
finds syn-recv-pileup begins '"10 handshakes" in text'
fine begins -T syn-recv-count=20
sed 's/SYN_RECV 110/SYN_RECV 190/' "$work/begins" >"$work/far-away"
fine far-away

# The listener's port and what the kernel may take again are not taken.
host ports <<-'END'
	listener 0.0.0.0:40500 0 0 128 exact 900000000000 33 1
	owner 7001 77 1 worker
	190 x socket ESTABLISHED exact 9000000000 10.0.0.1:@+40000 192.0.2.5:5432 0 0 33 @+7000
	socket ESTABLISHED exact 9000000000 10.0.0.1:40191 192.0.2.5:5432 5 0 33 7001
	650 x socket TIME_WAIT atleast @0000000 10.0.0.1:@+40300 192.0.2.5:5432 - - - -
	900 x socket TIME_WAIT atleast 1000000000 10.0.0.1:@+41000 192.0.2.5:5432 - - - -
	900 x socket TIME_WAIT atleast 1000000000 10.0.0.1:40500 192.0.2.5:@+5000 - - - -
	500 x socket TIME_WAIT atleast 50000000000 [::ffff:127.0.0.1]:@+40000 [::ffff:127.0.0.1]:80 - - - -
	300 x socket TIME_WAIT atleast 50000000000 [2001:db8::1]:@+40000 [2001:db8::2]:80 - - - -
	sysctl net.ipv4.tcp_tw_reuse 2
	sysctl net.ipv4.ip_local_reserved_ports 30000,40900-40909,50000-50010
END
finds port-pressure ports 'f["peer"] == "192.0.2.5" and f["port"] == 5432 and f["process"] == "worker" and
	f["count"] == 840 and f["severity"] == "warning" and "(85%)" in f["what"] and
	"TIME_WAIT is not the fault" in f["avoid"]'
fine ports -T ports-share=90% -T ports-seconds=1s
golden ports ports -f "$work/ports"
json_is 'JSON: ports' 'd["schema"] == 1 and d["available"] == 990 and d["destinations"][0] == {
	"local": {"address": "10.0.0.1"}, "remote": {"address": "192.0.2.5", "port": 5432},
	"open": 191, "time_wait": 649, "reusable": 0, "taken": 840, "share": 0.848484848,
	"per_second": 99.6, "seconds_left": 2}' ports -j -f "$work/ports"
json_is 'JSON: ports that may be taken again' \
	'[(u["reusable"], u["taken"]) for u in d["destinations"]] == [(0, 840), (0, 300), (499, 0)]' ports -j -f "$work/ports"
golden ports-busy ports -f input/busy.txt
golden ports-unknown ports -f input/sockets.txt

host listening <<-'END'
	listener 0.0.0.0:80 0 0 128 exact 900000000000 33 1
	listener 127.0.0.1:5432 0 0 128 exact 900000000000 33 2
	listener [::1]:5432 0 0 128 exact 900000000000 33 3
	listener [2001:db8::1]:8443 0 0 128 exact 900000000000 33 4
	listener 192.0.2.1:22 0 0 128 exact 900000000000 33 5
	listener [::]:25 0 0 128 exact 900000000000 33 6
	listener [::]:587 0 0 128 exact 900000000000 33 8
	wait [::]:25 [::]:* 0 0 0 0 0 0 0
	wait [::]:587 [::]:* 1 0 0 0 0 0 0
	first: listener 0.0.0.0:90 0 0 128 exact 900000000000 33 7
	owner 2 812 3 postgres
	drift LISTEN 0
END
finds nobody-listens listening 'f["port"] == 90 and "has just been closed" in f["what"] and
	f["severity"] == "critical" and len(d["findings"]) == 1'
finds nobody-listens listening 'f["port"] == 443 and f["process"] is None and "none of them on port 443" in text' --port 443
finds nobody-listens listening 'f["port"] == 90 and "just been closed" in f["what"]' -L 90
finds nobody-listens listening 'f["process"] == "postgres" and "for this host only" in f["what"] and
	f["severity"] == "warning" and f["count"] == 2' --port 5432
finds nobody-listens listening '"for IPv6 only" in f["what"] and f["severity"] == "warning"' --port 8443
finds nobody-listens listening '"for IPv6 only" in f["what"] and "[::]:587" in text' --port 587
finds nobody-listens listening '"some addresses only" in f["what"] and f["severity"] == "notice"' --port 22
fine listening --port 80
fine listening --port 25
host in-container <<-'END'
	listener 0.0.0.0:80 0 0 128 exact 900000000000 33 1
	flow LISTEN 3 0
	drift LISTEN 2
END
sed -i 's/^state LISTEN.*/state LISTEN 3 3 0 0 -/' "$work/in-container"
finds nobody-listens in-container '"2 more listen in other network namespaces" in text' --port 443
host refused <<-'END'
	first: arc SYN_SENT CLOSE 10
	last: arc SYN_SENT CLOSE 20
	first: arc SYN_SENT ESTABLISHED 10
	last: arc SYN_SENT ESTABLISHED 14
	first: mib TcpOutRsts 10
	last: mib TcpOutRsts 21
END
finds nobody-listens refused 'f["count"] == 10 and f["port"] is None and "11 RSTs" in text and f["severity"] == "warning"'
fine refused -T refused-count=11
sed 's/SYN_SENT ESTABLISHED 14/SYN_SENT ESTABLISHED 20/' "$work/refused" >"$work/happy-eyeballs"
fine happy-eyeballs
# Connections of a service are left; those of ports that connect() is given say nothing.
host gone <<-'END'
	listener 0.0.0.0:80 0 0 128 exact 900000000000 33 1
	4 x socket TIME_WAIT atleast 20000000000 192.0.2.1:5000 203.0.113.@:40000 - - - -
	9 x socket TIME_WAIT atleast 20000000000 192.0.2.1:80 203.0.113.@:40000 - - - -
	9 x socket ESTABLISHED exact 20000000000 192.0.2.1:40001 203.0.113.@:443 0 0 0 7@
	2 x socket TIME_WAIT atleast 20000000000 192.0.2.1:5001 203.0.113.@:40000 - - - -
	first: mib TcpOutRsts 10
	last: mib TcpOutRsts 15
END
finds nobody-listens gone 'f["port"] == 5000 and f["count"] == 5 and "4 connections of port 5000 are left" in text'
fine gone -T refused-count=6
sed 's/^\(socket TIME_WAIT atleast [0-9]* 192.0.2.1:500\)0/\11/' "$work/gone" >"$work/gone-too"
finds nobody-listens gone-too 'f["port"] == 5001 and f["count"] == 5'
grep -v ':5000' "$work/gone" >"$work/others"
fine others

host cut <<-'END'
	first: mib TcpRetransSegs 10
	last: mib TcpRetransSegs 15
	3 x socket FIN_WAIT1 exact 1@000000000 192.0.2.1:80 203.0.113.9:400@ 0 @00 33 0
	2 x socket LAST_ACK exact 14000000000 192.0.2.1:80 203.0.113.9:410@ 0 1 33 0
	socket CLOSING exact 20000000000 192.0.2.1:80 203.0.113.10:4101 0 1 33 0
	socket FIN_WAIT2 exact 61000000000 192.0.2.1:80 203.0.113.10:4102 0 0 33 50
	socket FIN_WAIT2 exact 61000000000 192.0.2.1:80 203.0.113.10:4103 - - - -
	socket FIN_WAIT2 exact 61000000000 127.0.0.1:4104 127.0.0.1:80 0 0 33 51
	socket CLOSE_WAIT exact 61000000000 127.0.0.1:80 127.0.0.1:4104 1 0 33 52
END
finds teardown-cut cut 'f["peer"] == "203.0.113.9" and f["port"] == 80 and f["count"] == 7 and
	f["oldest_ns"] == 61000000000 and "FIN_WAIT1 3, FIN_WAIT2 1, LAST_ACK 2, CLOSING 1" in text and
	"3 of them have data" in text and "5 segments again" in text and "do not get through" in f["what"]'
fine cut -T teardown-count=8
fine cut -T teardown-age=1h -T teardown-count=2
sed -E 's/^state LAST_ACK .*/state LAST_ACK 2 0 1502 1500 -/' "$work/cut" >"$work/usual-losses"
fine usual-losses
finds teardown-cut usual-losses 'f["count"] == 7' -T teardown-share=5
host half-closed <<-'END'
	3 x owner @+7000 66 4 rsync
	3 x socket FIN_WAIT2 exact 61000000000 192.0.2.1:@+40000 203.0.113.9:873 0 0 33 @+7000
END
finds teardown-cut half-closed 'f["process"] == "rsync" and f["port"] == 873 and "peers do not close" in f["what"]'
fine half-closed -T fin-wait2-age=62s

# Not so: one whose queue moves, one of the last look only, one that had just been opened; one
# whose length is the same by chance, and one of which the kernel says nothing.
host stuck <<-'END'
	owner 70 66 4 writer
	socket ESTABLISHED exact 900000000000 192.0.2.1:40001 203.0.113.9:5001 0 81234 33 70
	first: socket ESTABLISHED exact 1900000000000 192.0.2.1:40002 203.0.113.9:5001 0 81234 33 71
	last: socket ESTABLISHED exact 1900000000000 192.0.2.1:40002 203.0.113.9:5001 0 81235 33 71
	last: socket ESTABLISHED exact 2900000000000 192.0.2.1:40003 203.0.113.9:5001 0 81234 33 71
	first: socket SYN_SENT exact 900000000 192.0.2.1:40004 203.0.113.9:5001 0 1 33 72
	last: socket ESTABLISHED exact 4900000000 192.0.2.1:40004 203.0.113.9:5001 0 1 33 72
	socket ESTABLISHED exact 900000000000 192.0.2.1:40005 203.0.113.9:5001 0 81234 33 73
	socket ESTABLISHED exact 900000000000 192.0.2.1:40006 203.0.113.9:5001 0 81234 33 74
	4 x wait 192.0.2.1:4000@ 203.0.113.9:5001 0 4711000000 6 0 0 0 131072
	wait 192.0.2.1:40005 203.0.113.9:5001 0 2999999999 1 1 0 0 131072
END
finds data-stuck stuck 'f["process"] == "writer" and f["peer"] == "203.0.113.9" and f["port"] == 5001 and
	f["count"] == 1 and "has 81234" in text and "ACK came 4.7s ago, 6 tries" in text and "path is cut" in text'
fine stuck -T data-stuck-age=16m
fine stuck -T data-stuck-count=2
finds data-stuck stuck 'f["count"] == 2' -T data-stuck-age=2.5s
sed -E 's/^state ESTABLISHED .*/state ESTABLISHED 1000 0 1000 0 -/' "$work/stuck" >"$work/one-of-many"
fine one-of-many
sed -E 's/ 4711000000 6 0 / 1000000 2 1 /' "$work/stuck" >"$work/no-room"
finds data-stuck no-room 'f["count"] == 1 and "says that it has no room" in text'
# Who does not read is to blame, at this end too; a little that is left over is not read anywhere.
host unread <<-'END'
	owner 71 67 4 sleeper
	socket ESTABLISHED exact 900000000000 [::ffff:127.0.0.1]:40001 [::ffff:127.0.0.1]:5001 0 81234 33 70
	socket ESTABLISHED exact 900000000000 127.0.0.1:5001 127.0.0.1:40001 4711 0 33 71
	socket ESTABLISHED exact 900000000000 127.0.0.1:5001 192.0.2.2:40001 6 0 33 72
	socket ESTABLISHED exact 900000000000 127.0.0.1:5001 192.0.2.2:40002 4711 0 33 73
	socket ESTABLISHED exact 900000000000 127.0.0.1:5001 192.0.2.2:40003 4711 0 33 0
	first: socket ESTABLISHED exact 900000000000 127.0.0.1:5001 192.0.2.2:40004 4711 0 33 74
	last: socket ESTABLISHED exact 900000000000 127.0.0.1:5001 192.0.2.2:40004 4712 0 33 74
	wait 127.0.0.1:40001 127.0.0.1:5001 0 4711000000 6 1 0 0 131072
	wait 127.0.0.1:5001 127.0.0.1:40001 0 4711000000 0 0 4711000000 131073 131072
	wait 127.0.0.1:5001 192.0.2.2:40001 0 4711000000 0 0 4711000000 1280 131072
	wait 127.0.0.1:5001 192.0.2.2:40002 0 4711000000 0 0 2999999999 131073 131072
	2 x wait 127.0.0.1:5001 192.0.2.2:@+40002 0 4711000000 0 0 4711000000 131073 131072
END
finds data-stuck unread 'f["process"] == "sleeper" and f["pid"] == 67 and f["port"] == 5001 and f["count"] == 1 and
	len(d["findings"]) == 1 and "does not read" in f["what"] and "131073 of 131072" in text'

host orphaned <<-'END'
	1100 x socket LAST_ACK exact 2000000000 192.0.2.1:80 203.0.113.9:@ 0 1 33 0
	first: mib TcpExtTCPAbortOnMemory 10
	last: mib TcpExtTCPAbortOnMemory 15
END
finds orphans orphaned 'f["count"] == 1100 and f["peer"] == "203.0.113.9" and "5 were aborted" in text and f["severity"] == "warning"'
fine orphaned -T orphans-share=60
sed 's/tcp_max_orphans 2048/tcp_max_orphans 1024/' "$work/orphaned" >"$work/too-many-orphans"
finds orphans too-many-orphans 'f["severity"] == "critical"'

host strange <<-'END'
	counter unexpected 3
	arc LISTEN TIME_WAIT 2
	arc ESTABLISHED SYN_SENT 1
	arc CLOSE SYN_SENT 5
END
finds unexpected-arcs strange 'f["count"] == 3 and f["evidence"] == ["LISTEN to TIME_WAIT: 2", "ESTABLISHED to SYN_SENT: 1"]'
host troubled <<-'END'
	counter resync 2
	counter untracked 5
	counter late 17
	drift CLOSE_WAIT 1
END
sed -i 's/^state CLOSE_WAIT.*/state CLOSE_WAIT 1 0 0 0 -/' "$work/troubled"
finds module-trouble troubled '[(g["severity"], g["count"]) for g in d["findings"]] ==
	[("warning", 2), ("warning", 1), ("notice", 17), ("notice", 5)] and "CLOSE_WAIT is off by 1" in d["findings"][1]["what"]'

sed 's/^state TIME_WAIT .*/state TIME_WAIT 4 0 10 5 -/' "$work/nobody-home" >"$work/derived"
fine derived

# What is not there is not looked at, and said so.
not_looked() {
	local name=$1 number=$2 good=0
	run why -j -f "$work/$name"
	if ((status == 0)) && python3 -c "
import json, sys
d = json.load(sys.stdin)['why']
assert sum('not looked at' in c for c in d['checked']) == $number and len(d['checked']) == 12" <"$work/out" 2>>"$work/err"; then
		good=1
	fi
	report "$good" "$number rules have nothing to look at in $name"
}
host no-sockets 1000 -v without='sockets|owners' </dev/null
not_looked no-sockets 8
host no-lists 1000 -v without='sockets|listeners' </dev/null
not_looked no-lists 10
grep -v '^sysctl' "$work/nobody-home" >"$work/no-settings"
not_looked no-settings 2
sed '/^tcpstate_end/q' "$work/nobody-home" >"$work/one-look"
not_looked one-look 1
host no-waits 1000 -v without=waits </dev/null
not_looked no-waits 1
sed '/^transition *LISTEN *SYN_SENT/d; s/unexpected .*/unexpected 0/' input/summary.txt >"$work/summary"
not_looked summary 10
fine leak -T close-wait-count=31 -f - <"$work/leak"
run why -f <(cat "$work/leak")
good=0
((status == 1)) && is_expected why && good=1
report "$good" 'why of what comes through a pipe'

# As a plugin: one line and a status.
plugin() {
	local want=$1 pattern=$2 good=0
	shift 2
	run check "$@"
	if ((status == want)) && [[ ! -s $work/err && $(wc -l <"$work/out") == 1 ]] &&
		grep -qE -- "^TCPSTATE $pattern" "$work/out"; then
		good=1
	fi
	report "$good" "check: $pattern"
}
plugin 0 'OK - nothing wrong, 12 things checked \| findings=0;;;0 listen=0;;;0 syn_sent=0;;;0 .* closing=0;;;0$' -f "$work/nobody-home"
plugin 0 'OK - .*some addresses only' -f "$work/listening" -L 22
plugin 1 'WARNING - leaky\(900\) does not close: 30 .* \| findings=1;;;0 listen=1;;;0 .* close_wait=30;;;0 ' -f "$work/leak"
plugin 0 'OK - ' -f "$work/leak" -T close-wait-count=31
plugin 2 'CRITICAL - a SYN flood: .* \(and 1 more: tcpstate why\) \|' -f "$work/flood"
plugin 3 'UNKNOWN - .*modprobe tcpstate'
plugin 3 'UNKNOWN - .*cannot open nowhere: No such file' -f nowhere
plugin 3 'UNKNOWN - .*should be a number' -f <(sed 's/^counter late 0/counter late x/' "$work/leak")
plugin 3 'UNKNOWN - .*speaks tcpstate text version 2' -f <(sed 's/^tcpstate 1/tcpstate 2/' "$work/leak")
plugin 3 "UNKNOWN - .*no threshold 'x=1': known are accept-queue-share, .*, teardown-share$" -T x=1
sed 's/ leaky$/ a|b/' "$work/leak" >"$work/bar"
plugin 1 'WARNING - a b\(900\) does not close: [^|]* \| findings' -f "$work/bar"
status=0
"$tcpstate" check -f "$work/leak" >/dev/full 2>"$work/err" || status=$?
report $((status == 3 && $(grep -c 'No space left' "$work/err") == 1)) 'check and a full disk'
refused 'check with an option that is none' 3 "no option '--frobnicate'" check --frobnicate
refused 'check of a port that is none' 3 "no port from 1 to 65535 '0'" check -L 0
refused 'check with an argument' 3 'too many arguments' check x
refused 'check in a namespace that is not there' 3 'no network namespace' check -N tcpstate-none

refused 'why without the module' 2 'modprobe tcpstate' why
refused 'why of a newer module' 2 'speaks tcpstate text version 2' why -f <(sed 's/^tcpstate 1/tcpstate 2/' "$work/leak")
refused 'why of another file' 2 'not a text of tcpstate' why -f ../../COPYING
refused 'why of a list alone' 2 "begin with 'tcpstate 1'" why -f input/sockets.txt
refused 'why of a file that is not there' 2 'cannot open nowhere' why -f nowhere
refused 'why of looks that were' 2 "one is too many of --input and '--interval'" why -f "$work/leak" -i 5
refused 'why in a namespace that is not there' 2 'no network namespace' why -N tcpstate-none
for value in close-wait-age =5 '' close-wait-agex=5 close-wait=5; do
	refused "a threshold '$value'" 2 "'$value'" why -T "$value"
done
for value in close-wait-age=x close-wait-age= ports-share=0 ports-share=101 ports-share=x close-wait-count=0 \
	close-wait-count=-1 close-wait-count=1.5 close-wait-count=; do
	refused "a threshold '$value'" 2 "like 90s\|from 1 to 100\|above 0.*'$value'" why -T "$value"
done
many=()
for ((i = 0; i < 33; i++)); do many+=(-T close-wait-count=$((i + 1))); done
refused '33 thresholds' 2 "too many thresholds from 'close-wait-count=33'" why "${many[@]}"
for value in 0 65536 x -1 '' 80x; do
	refused "port '$value'" 2 "no port from 1 to 65535 '$value'" why --port "$value"
done
run ports
report $((status == 0 && $(grep -c '^[0-9]* local ports for each destination' "$work/out") == 1 &&
	$(wc -l <"$work/err") == 1 && $(grep -c 'module is not loaded.*modprobe tcpstate' "$work/err") == 1)) \
	'ports without the module'
refused 'ports of counts alone' 1 "begin with 'tcpstate_sockets 1'" ports -f input/summary.txt
for command in why ports; do
	status=0
	"$tcpstate" "$command" -f "$work/leak" >/dev/full 2>"$work/err" || status=$?
	report $((status == (1 + (${#command} == 3)) && $(grep -c 'No space left' "$work/err") == 1)) \
		"$command and a full disk"
done

on_terminal TERM=xterm NO_COLOR= "$tcpstate" why -f "$work/leak"
report $((status == 1 && $(grep -c "^$escape\[33mwarning$escape\[0m: close-wait-leak$" "$work/out") == 1)) \
	'the severity in colour, on a terminal'
on_terminal TERM=xterm NO_COLOR=1 "$tcpstate" why -f "$work/leak"
report $((status == 1 && $(grep -c '^warning: close-wait-leak$' "$work/out") == 1)) 'no colour'
