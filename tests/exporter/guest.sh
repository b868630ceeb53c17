#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Runs in the guest: a Prometheus scrapes the real module, which is loaded, unloaded, loaded anew.
# Leaves what /proc said and what Prometheus answered in $RESULTS, for tests/exporter/compare.
set -eu

# shellcheck source=tests/lib/tap.sh
. /tap.sh

wait_until() {
	start=$(cut -d. -f1 /proc/uptime)
	until "$@" >/dev/null 2>&1; do
		[ $(($(cut -d. -f1 /proc/uptime) - start)) -lt 60 ] || { echo "never true: $*"; return 1; }
		usleep 100000
	done
}

ask() {
	wget -q -O - "http://127.0.0.1:9090/api/v1/query?query=$1"
}

says() {
	ask "$1" | grep -q "$2"
}

# The one number of an answer.
number() {
	ask "$1" | sed 's/.*,"\([-0-9.e+]*\)"\].*/\1/'
}

# Connections that come and go, so that there is something to count.
traffic() {
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		wget -q -O /dev/null http://127.0.0.1:8080/ || return 1
	done
}

# What changes while nothing happens is left out: the time, and ages.
counts() {
	awk '$1 == "state" { print $2, $3, $5, $6 } $1 == "transition" || $1 == "gauge"' "$1"
}

# Scrapes come by one connection that stays: while nobody else asks, nothing changes but ages, and
# that sockets of before leave TIME_WAIT for up to a minute. To ask whether a scrape has come would
# be traffic, and on a busy machine one may be late: hence two quiet spells.
compare_with_proc() {
	traffic || return 1
	quiet=0 attempt=0
	while [ "$quiet" -lt 2 ]; do
		attempt=$((attempt + 1))
		[ "$attempt" -le 20 ] || { echo "it is never quiet"; return 1; }
		before=$RESULTS/$1.$quiet.before
		cat /proc/tcpstate /proc/tcpstate_dwell /proc/net/tcpstate_listeners >"$before"
		sleep 5
		[ "$(counts "$before")" = "$(counts /proc/tcpstate)" ] || continue
		ask '{job="tcpstate"}' >"$RESULTS/$1.$quiet.json" || return 1
		quiet=$((quiet + 1))
	done
}

mkdir -p /tmp/www /tmp/data
echo hello >/tmp/www/index.html
httpd -p 127.0.0.1:8080 -h /tmp/www
cat >/tmp/prometheus.yml <<-END
	global: {scrape_interval: 2s, evaluation_interval: 1s}
	rule_files: [/rules/tcpstate.rules.yml]
	scrape_configs:
	  - {job_name: tcpstate, scrape_timeout: 2s, static_configs: [{targets: ["127.0.0.1:9941"]}]}
END
tcpstate-exporter --ports 8080 --verify --compat-node-exporter 2>/tmp/exporter.log &
exporter=$!
wait_until wget -q -O - http://127.0.0.1:9941/healthz
check "without the module: 503 with what to do" sh -c '
	wget -S -O - http://127.0.0.1:9941/metrics 2>&1 | grep -q "503 Service Unavailable"'
prometheus --config.file=/tmp/prometheus.yml --storage.tsdb.path=/tmp/data \
	--web.listen-address=127.0.0.1:9090 >/tmp/prometheus.log 2>&1 &
prometheus=$!
check "Prometheus starts" wait_until wget -q -O - http://127.0.0.1:9090/-/ready
check "without the module: up is 0" wait_until says 'up' '"0"\]'

insmod /tcpstate.ko
check "when it is loaded: up is 1" wait_until says 'up' '"1"\]'
check "traffic" compare_with_proc first
check "a scrape by busybox is whole" sh -c \
	'wget -q -O - http://127.0.0.1:9941/metrics | grep -q "^tcpstate_up 1$"'
arc='tcpstate_transitions_total%7Bfrom="listen",to="syn_recv"%7D'
before=$(number "last_over_time($arc%5B5m%5D)")

rmmod tcpstate
check "when it is unloaded: up is 0" wait_until says 'up' '"0"\]'
insmod /tcpstate.ko
check "when it is loaded anew: up is 1" wait_until says 'up' '"1"\]'
# Before there is traffic of an amount that nobody knows: only scrapes were counted.
anew=$(number "last_over_time($arc%5B5m%5D)")
check "traffic after that" compare_with_proc second
after=$(number "last_over_time($arc%5B5m%5D)")
echo "# births before: $before, anew: $anew, after: $after"
check "counters began anew" [ "${anew%.*}" -lt "${before%.*}" ]
check "which is one reset" says "resets($arc%5B5m%5D)" '"1"\]'
grown=$(number "increase($arc%5B5m%5D)")
echo "# increase over both: $grown"
# Extrapolation makes a little more of it; a jump would be as large as all that was counted.
check "and no jump" [ "${grown%.*}" -lt $((3 * (${before%.*} + ${after%.*}))) ]
for state in established listen time_wait; do
	check "no drift in $state" says \
		"last_over_time(tcpstate_drift_sockets%7Bstate=\"$state\"%7D%5B1m%5D)" '"0"\]'
done

# Not the one of busybox, which has no namespaces.
/usr/local/bin/ip netns add side
in_namespace() {
	tcpstate metrics --netns side >/tmp/side || return 1
	! grep '^[^#]' /tmp/side | grep -v 'netns="side"' || return 1
	# Only the host as a whole has dwell times.
	grep -qx 'tcpstate_sockets{netns="side",state="listen"} 0' /tmp/side && ! grep dwell /tmp/side
}
check "the metrics of a namespace have its name" in_namespace

kill "$exporter"
status=0
wait "$exporter" || status=$?
check "SIGTERM: ends with status 0" [ "$status" = 0 ]
kill "$prometheus"
wait "$prometheus" || true
sed 's/^/# /' /tmp/exporter.log
tap_done
