# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What looks like a symptom and is none: tcpstate why has to find nothing.

# shellcheck source=tests/symptoms/sick.sh
. ./sick.sh

# Pools of connections, on which an answer may be left that nobody wants to read.
old_idle_connections() {
	start in_host "$name" server serve 0.0.0.0 "$port"
	start in_peer visitor client keep "$here" "$port" 30
	start in_peer service server serve 0.0.0.0 "$port"
	start in_host pool client ask "$there" "$port" 30
	real 30 1200 state established sport = ":$port"
	real 30 1200 state established dport = ":$port" and 'rxq > 0'
	caused nothing - - -
}

# Clients have closed, and the service needs a moment.
slow_to_close() {
	start in_host "$name" server forget 0.0.0.0 "$port"
	start in_peer visitor client leave "$here" "$port" 20
	real 20 2 state close-wait sport = ":$port"
	caused nothing - - -
}

# Queues are full all the time, and move.
slow_to_read() {
	start in_peer service server sip 0.0.0.0 "$port"
	start in_host "$name" client stream "$there" "$port" 2
	real 2 30 state established dport = ":$port" and 'txq > 0'
	caused nothing - - -
}

# The same with the slow program on this host.
slow_to_be_read() {
	start in_host "$name" server sip 0.0.0.0 "$port"
	start in_peer visitor client stream "$here" "$port" 2
	real 2 30 state established sport = ":$port" and 'rxq > 0'
	caused nothing - - -
}

# Somebody tried a door.
one_refused_connection() {
	check "$turn $symptom: it is refused" is_refused
	caused nothing - - -
}

# A client with many ports in TIME_WAIT, and many more left.
many_time_waits() {
	start in_peer service server serve 0.0.0.0 "$port"
	start in_host "$name" client leave "$there" "$port" 1000
	real 1000 0 state time-wait dport = ":$port"
	caused nothing - - -
}
