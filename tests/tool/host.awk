# SPDX-License-Identifier: GPL-2.0-only
# Makes a reading of a host, as "tcpstate record" would, out of the lines of its texts in any order.
#
# "COUNT x LINE" is so many of LINE, with @ standing for 1, 2, 3... and @+N for N more. The counts of states follow
# from the sockets; "flow STATE AT_LOAD LEFT" says how they came to be that, and "arc FROM TO
# COUNT", "counter NAME VALUE" and "drift STATE NUMBER" what else happened. A line that begins
# with "first:" or "last:" is of that look only.
#
# Variables: now, in seconds since the boot, of which the module was loaded at 100; look, "first"
# or "last"; without, a pattern of texts that are left out.

function print_text(name, text) {
	if (!without || name !~ without)
		printf "%s 1 %s\n%s", name, name ~ /^tcpstate(_recording)?$/ ? "host" : "netns:4026531840", text
}

function take(line, n,    field) {
	while (match(line, /@\+[0-9]+/))
		line = substr(line, 1, RSTART - 1) n + substr(line, RSTART + 2, RLENGTH - 2) \
			substr(line, RSTART + RLENGTH)
	gsub(/@/, n, line)
	split(line, field)
	if (field[1] == "socket") {
		sockets = sockets line "\n"
		count[field[2]]++
		half_open += field[2] == "SYN_RECV" && field[10] == "-"
	} else if (field[1] == "listener") {
		listeners = listeners line "\n"
		sockets = sockets "socket LISTEN " field[6] " " field[7] " " field[2] " " \
			(field[2] ~ /^\[/ ? "[::]:*" : "0.0.0.0:*") " " field[4] " " field[5] " " field[8] " " field[9] "\n"
		count["LISTEN"]++
	} else if (field[1] == "owner") {
		owners = owners line "\n"
	} else if (field[1] == "wait") {
		waits = waits line "\n"
	} else if (field[1] == "sysctl" || field[1] == "mib") {
		surroundings = surroundings line "\n"
	} else if (field[1] == "flow") {
		at_load[field[2]] = field[3]
		left[field[2]] = field[4]
	} else if (field[1] == "arc") {
		arcs = arcs "transition " field[2] " " field[3] " " field[4] "\n"
	} else if (field[1] == "counter") {
		counter[field[2]] = field[3]
	} else if (field[1] == "drift") {
		drift[field[2]] = field[3]
	}
}

function print_summary(    i, n, name, states, text) {
	text = "info version 0.1.0\ninfo loaded_ns 100000000000\ninfo now_ns " now "000000000\n"
	text = text "# state name now at_load entered left age_sum_ns\n"
	n = split("LISTEN SYN_SENT SYN_RECV ESTABLISHED FIN_WAIT1 FIN_WAIT2 TIME_WAIT CLOSE_WAIT LAST_ACK CLOSING", states)
	for (i = 1; i <= n; i++) {
		name = states[i]
		text = text sprintf("state %s %d %d %d %d -\n", name, count[name] + drift[name], at_load[name],
			count[name] - (name == "SYN_RECV" ? half_open : 0) + left[name] - at_load[name], left[name])
	}
	text = text "# transition from to count\n" arcs
	text = text "# gauge name value\ngauge half_open " half_open + 0 "\ngauge parked 0\ngauge tracked 0\n"
	text = text "# counter name value\n"
	n = split("self_loops late resync untracked unexpected", states)
	for (i = 1; i <= n; i++)
		text = text "counter " states[i] " " counter[states[i]] + 0 "\n"
	print_text("tcpstate", text)
}

$1 ~ /^(first|last):$/ {
	if ($1 != look ":")
		next
	sub(/^[a-z]+:[ \t]+/, "")
}

$2 == "x" {
	line = $0
	sub(/^[ \t]*[0-9]+ x /, "", line)
	for (i = 1; i <= $1; i++)
		take(line, i)
	next
}

{ take($0, 1) }

END {
	print_text("tcpstate_recording", "sysctl net.ipv4.tcp_max_orphans 2048\n" \
		"sysctl net.ipv4.ip_local_port_range 40000 40999\n" surroundings)
	print_summary()
	print_text("tcpstate_listeners", "# listener local syn_queue accept_queue backlog since age_ns uid inode\n" listeners)
	print_text("tcpstate_sockets", "# socket state since age_ns local remote rxq txq uid inode\n" sockets)
	print_text("tcpstate_owners", "# owner inode pid fd comm\n" owners)
	print_text("tcpstate_waits", "# wait local remote only_ipv6 silent_ns tries closed_window quiet_ns received room\n" waits)
	print "tcpstate_end 1 -"
}
