#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Runs in the guest of make demo: loads the module, makes real TCP traffic, shows what it left.
set -eu

say() {
	printf '\n# %s\n' "$*"
}

die() {
	printf 'demo: %s\n' "$*" >&2
	exit 1
}

# Runs a command again and again until it succeeds, for ten seconds at most.
wait_until() {
	start=$(cut -d. -f1 /proc/uptime)
	until "$@"; do
		[ $(($(cut -d. -f1 /proc/uptime) - start)) -lt 10 ] || die "never true: $*"
		usleep 10000
	done
}

now_in() {
	awk -v name="$1" '$1 == "state" && $2 == name { print $3 }' /proc/tcpstate
}

is_now() {
	[ "$(now_in "$1")" = "$2" ]
}

count_of() {
	awk -v from="$1" -v to="$2" '$1 == "transition" && $2 == from && $3 == to { count = $4 }
		END { print count + 0 }' /proc/tcpstate
}

say "insmod tcpstate.ko, on Linux $(uname -r)"
insmod /tcpstate.ko
head -n 1 /proc/tcpstate

say "the lab: one connection, from listen to its end"
# shellcheck source=tests/lab.sh
. /lab.sh

opened_in_the_lab=$(count_of CLOSE SYN_SENT)
say "a web server, and 20 requests to it over IPv4 and IPv6"
mkdir /tmp/www
echo hello >/tmp/www/index.html
httpd -p 8080 -h /tmp/www
wait_until is_now LISTEN 1
for request in 1 2 3 4 5 6 7 8 9 10; do
	wget -q -O /dev/null http://127.0.0.1:8080/
	wget -q -O /dev/null "http://[::1]:8080/"
done
echo "done: $request of each"

say "a connection that stays open"
wait_until is_now ESTABLISHED 0
mkfifo /tmp/silence
exec 3<>/tmp/silence
nc -l -p 9000 </tmp/silence >/dev/null &
wait_until is_now LISTEN 2
nc 127.0.0.1 9000 </tmp/silence >/dev/null &
wait_until is_now ESTABLISHED 2

say "cat /proc/tcpstate"
cat /proc/tcpstate

say "tcpstate"
tcpstate

# What is shown is what happened, or the demo did not succeed.
opened=$(($(count_of CLOSE SYN_SENT) - opened_in_the_lab))
[ "$opened" = 21 ] || die "21 connections were opened after the lab, counted are: $opened"
