#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Runs in a guest whose clock counts instructions: what scrapes cost, before and after a crowd came.
set -eu

# shellcheck source=tests/lib/tap.sh
. /tap.sh

ROUNDS=5
SCRAPES=50

# In hundredths of a second, which is what /proc/uptime has.
now() {
	cut -d ' ' -f 1 /proc/uptime | tr -d .
}

# One client, one connection a scrape: what is measured is everything that a scrape takes.
round() {
	begun=$(now)
	scrape=0
	while [ "$scrape" -lt "$SCRAPES" ]; do
		wget -q -O /dev/null http://127.0.0.1:9941/metrics
		scrape=$((scrape + 1))
	done
	echo $(($(now) - begun))
}

# All rounds, the cheapest first: the others have what the kernel did beside in them.
cost() {
	round >/dev/null
	for _ in $(seq "$ROUNDS"); do round; done | sort -n | tr '\n' ' '
}

sockets() {
	awk '$1 " " $2 == "state ESTABLISHED" { print $3 }' /proc/tcpstate
}

echo 1000000 >/proc/sys/fs/nr_open
insmod /tcpstate.ko
tcpstate-exporter 2>/dev/null &
until wget -q -O - http://127.0.0.1:9941/healthz >/dev/null 2>&1; do usleep 100000; done
/crowd 100 >/dev/null
few=$(cost)
/crowd 199900 >/dev/null
check "200,000 sockets" [ "$(sockets)" -ge 200000 ]
many=$(cost)
echo "# $SCRAPES scrapes in hundredths of a second: $few with 100 sockets, $many with 200,000"
check "a scrape costs at most a tenth more" [ $((10 * ${many%% *})) -le $((11 * ${few%% *})) ]
tap_done
