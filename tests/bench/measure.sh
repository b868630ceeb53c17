# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034 # what is set here is used there
# What the guest's scripts of the benchmark share: quiet, and numbers out of the programs.

# Connections a sample, and samples a figure: odd, for a middle one.
connections=200
samples=7
# Events of one connection: what the tracepoint fires for both ends of it.
events=10

# Nothing but the measurement may happen: what booting left to do is done by then, and so
# are the timewait minisocks of the measurement before, which last for 60 s. Where
# instructions are counted nobody waits for it: idle time passes at once.
settle() {
	sleep 61
}

begin_measuring() {
	# The least that lets every connection leave its minisock.
	echo 262144 >/proc/sys/net/ipv4/tcp_max_tw_buckets
	# Programs are laid out the same way at every start.
	echo 0 >/proc/sys/kernel/randomize_va_space
	settle
	connection "$connections" 1 >/dev/null
}

# Prints the middle one of the numbers in a column, the least and the most.
spread_of() {
	awk -v column="$1" '{ print $column }' | sort -n |
		awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)], value[1], value[NR] }'
}

# Prints instructions per connection: of the usual one, its least and most, and of the mean one.
cost_of_connection() {
	connection "$connections" "$samples" >/tmp/connections
	echo "$(spread_of 1 </tmp/connections) $(spread_of 2 </tmp/connections)"
}

# Prints what is known of a state by a column's name of /proc/tcpstate.
sockets_in() {
	awk -v state="$1" '$1 == "state" && $2 == state { print $3 }' /proc/tcpstate
}

counter() {
	awk -v name="$1" '($1 == "counter" || $1 == "gauge") && $2 == name { print $3 }' /proc/tcpstate
}

# Prints the bytes of the module's own big allocations: its table, with what maps it.
table_bytes() {
	awk '/\[tcpstate\]/ { sum += $2 } END { print sum + 0 }' /proc/vmallocinfo
}
