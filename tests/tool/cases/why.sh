# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh
# What is found wrong with hosts that are made up, and what is not: cases/why has a file for
# each finding, by its name.

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

# Hosts that several files use.
host nobody-home </dev/null
host leak <<-'END'
	listener 0.0.0.0:8080 0 0 128 exact 900000000000 33 1
	owner 1 812 3 nginx
	30 x owner @+2000 900 @ leaky
	29 x socket CLOSE_WAIT exact @00000000000 127.0.0.1:8080 127.0.0.1:@+40000 1 0 33 @+2000
	socket CLOSE_WAIT atleast 7200000000000 127.0.0.1:8080 127.0.0.1:41000 1 0 33 2030
	flow CLOSE_WAIT 1 1000
END
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

for finding in cases/why/*.sh; do
	# shellcheck source=/dev/null
	. "./$finding"
done
