# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The symptoms: each makes the host sick in one way, shows that it is, and asks for the cause.
# Needs tap.sh.

# shellcheck source=tests/symptoms/asking.sh
. ./asking.sh

# Which host falls sick of what, with a program of which name and on which port: to be set.
turn='' symptom='' name='' port=''

# How many sockets of the host a filter of tcpstate sockets selects.
sockets() {
	in_host tcpstate sockets -H -o state "$@" | wc -l
}

are_sockets() {
	are_count=$1
	shift
	[ "$(sockets "$@")" -ge "$are_count" ]
}

# real COUNT AGE FILTER...: waits for that many sockets of that age, which are the symptom.
real() {
	real_count=$1
	real_age=$2
	shift 2
	check "$turn $symptom: $real_count sockets: $* for $real_age s" \
		wait_for $((real_age + 60)) are_sockets "$real_count" "$@" and "age >= ${real_age}s"
}

# caused ID PROCESS PORT PEER [OPTION...]: what tcpstate why has to say first.
caused() {
	ask "$turn-$symptom" "$@"
}

# What a host has beside its fault: a service with clients, and connections that have ended.
be_busy() {
	start in_host web server serve 0.0.0.0 80
	start in_peer browser client keep "$here" 80 5
	start in_peer crawler client leave "$here" 80 10
	start in_host probe client leave "$here" 80 10
}

leaking_server() {
	start in_host "$name" server forget 0.0.0.0 "$port"
	start in_peer visitor client leave "$here" "$port" 20
	real 20 310 state close-wait sport = ":$port"
	caused close-wait-leak "$name" "$port" -
}

blackholed_destination() {
	cut_port "$port"
	start in_host "$name" client try "$there" "$port" 3
	real 3 30 state syn-sent dport = ":$port"
	caused syn-sent-stuck "$name" "$port" "$there"
}

syn_flood() {
	start in_host "$name" server serve 0.0.0.0 "$port"
	start in_peer botnet flood "$here" "$port" 20
	real 60 5 state syn-recv sport = ":$port"
	caused syn-recv-pileup - "$port" -
}

full_accept_queue() {
	start in_host "$name" server -b 8 idle 0.0.0.0 "$port"
	start in_peer visitor client try "$here" "$port" 20
	real 9 15 state established sport = ":$port"
	caused accept-queue-full "$name" "$port" -
}

burnt_ports() {
	in_host sh -c 'echo 40000 40199 >/proc/sys/net/ipv4/ip_local_port_range'
	start in_peer service server serve 0.0.0.0 "$port"
	start in_host "$name" client burn "$there" "$port" 1000
	real 199 0 state time-wait dport = ":$port"
	caused port-pressure - "$port" "$there"
	in_host sh -c 'echo 32768 60999 >/proc/sys/net/ipv4/ip_local_port_range'
}

is_refused() {
	! in_peer nc -w 5 "$here" "$port" </dev/null
}

stopped_service() {
	start in_host "$name" server serve 0.0.0.0 "$port"
	end "$pid"
	check "$turn $symptom: connections to it are refused" is_refused
	caused nobody-listens - "$port" - --port "$port"
}

service_on_loopback_only() {
	start in_host "$name" server serve 127.0.0.1 "$port"
	check "$turn $symptom: connections to it are refused" is_refused
	caused nobody-listens "$name" "$port" - --port "$port"
}

service_on_ipv6_only() {
	start in_host "$name" server serve :: "$port"
	check "$turn $symptom: connections to it are refused" is_refused
	caused nobody-listens "$name" "$port" - --port "$port"
}

# The firewall forgets the connections, and then the service is stopped.
cut_before_our_fin() {
	start in_host "$name" server serve 0.0.0.0 "$port"
	service=$pid
	start in_peer visitor client keep "$here" "$port" 6
	cut_port "$port"
	end "$service"
	real 6 45 state fin-wait-1 sport = ":$port"
	caused teardown-cut - "$port" -
}

# The clients have closed, the firewall forgets them, and then the service closes.
cut_before_our_last_fin() {
	start in_host "$name" server forget 0.0.0.0 "$port"
	service=$pid
	start in_peer visitor client leave "$here" "$port" 6
	cut_port "$port"
	end "$service"
	real 6 45 state last-ack sport = ":$port"
	caused teardown-cut - "$port" -
}

# We have closed, the firewall forgets, and then the clients close.
cut_before_their_fin() {
	start in_host "$name" server serve 0.0.0.0 "$port"
	service=$pid
	start in_peer visitor client keep "$here" "$port" 6
	visitor=$pid
	kill -USR1 "$service"
	real 6 0 state fin-wait-2 sport = ":$port"
	cut_port "$port"
	end "$visitor"
	real 6 120 state fin-wait-2 sport = ":$port"
	caused teardown-cut "$name" "$port" -
}

peer_does_not_read() {
	start in_peer service server mute 0.0.0.0 "$port"
	start in_host "$name" client pour "$there" "$port" 3
	real 3 60 state established dport = ":$port" and 'txq > 0'
	caused data-stuck "$name" "$port" "$there"
}

service_does_not_read() {
	start in_host "$name" server mute 0.0.0.0 "$port"
	start in_peer visitor client pour "$here" "$port" 3
	real 3 60 state established sport = ":$port" and 'rxq > 0'
	caused data-stuck "$name" "$port" -
}

cut_while_open() {
	start in_peer service server serve 0.0.0.0 "$port"
	start in_host "$name" client keep "$there" "$port" 3
	cut_port "$port"
	kill -USR1 "$pid"
	real 3 60 state established dport = ":$port" and 'txq > 0'
	caused data-stuck "$name" "$port" "$there"
}
