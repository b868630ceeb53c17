# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# A host that falls sick, a peer, and the path between them, on which a firewall can cut a port.
#
#   host: $here --- path --- peer: $there
#
# The host is the initial network namespace, or one that is named.

# The name of the host's namespace or nothing, and two addresses, whose networks are /24: to be set.
host='' here='' there=''

# Those of busybox would come first, and know neither namespaces nor states.
ip() {
	/usr/local/bin/ip "$@"
}

in_host() {
	if [ "$host" ]; then
		ip netns exec "$host" "$@"
	else
		"$@"
	fi
}

in_peer() {
	ip netns exec peer "$@"
}

in_path() {
	ip netns exec path "$@"
}

# wait_for SECONDS COMMAND...: waits until it succeeds, by the guest's clock. Looks often at
# first and then seldom: what takes long is an age, and looking is what takes time here.
wait_for() {
	wait_pause=50000
	wait_end=$(($(cut -d. -f1 /proc/uptime) + $1))
	shift
	until "$@"; do
		[ "$(cut -d. -f1 /proc/uptime)" -lt "$wait_end" ] || { echo "never true: $*"; return 1; }
		usleep "$wait_pause"
		[ "$wait_pause" -ge 5000000 ] || wait_pause=$((wait_pause * 2))
	done
}

# The last address of an address's network.
gateway_of() {
	echo "${1%.*}.254"
}

set_up_hosts() {
	[ ! "$host" ] || ip netns add "$host"
	ip netns add path
	ip netns add peer
	in_path ip link set lo up
	in_peer ip link set lo up
	in_host ip link set lo up
	join "$here" in_host
	join "$there" in_peer
	in_path sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
	# Nobody is there, and nobody says so.
	in_path ip route add blackhole 192.0.2.0/24
	in_path nft 'table ip cut { chain forward { type filter hook forward priority 0; }; }'
}

# join ADDRESS IN: a cable from the path to the namespace that IN runs commands in.
join() {
	in_path ip link add near type veth peer name far
	in_path ip link set near name "to_${2#in_}"
	in_path ip addr add "$(gateway_of "$1")/24" dev "to_${2#in_}"
	in_path ip link set "to_${2#in_}" up
	case $2 in
	in_peer) in_path ip link set far netns peer ;;
	in_host) in_path ip link set far netns "${host:-1}" ;;
	esac
	"$2" ip addr add "$1/24" dev far
	"$2" ip link set far up
	"$2" ip route add default via "$(gateway_of "$1")"
}

# From here on the firewall drops what comes from or goes to a port, without a word.
cut_port() {
	in_path nft "add rule ip cut forward tcp dport $1 drop; add rule ip cut forward tcp sport $1 drop"
}

# Every process of launch, and the last one.
started='' pid=''

# launch IN COMMAND...: runs it in the background; its process is $pid then. Not by the function
# that IN is: $! would be the shell that runs it.
launch() {
	launch_in=$1
	shift
	case $launch_in in
	in_peer) set -- /usr/local/bin/ip netns exec peer "$@" ;;
	in_host) [ ! "$host" ] || set -- /usr/local/bin/ip netns exec "$host" "$@" ;;
	esac
	"$@" &
	pid=$!
	started="$started $pid"
}

# start IN NAME PROGRAM [ARGUMENT...]: runs a copy of a program that is called NAME, and waits
# until it is ready.
start() {
	start_in=$1
	program=/tmp/$2
	cp "/symptoms/$3" "$program"
	shift 3
	rm -f "$program.said"
	launch "$start_in" "$program" "$@" >"$program.said" 2>&1
	wait_for 120 grep -q . "$program.said"
	grep -qx ready "$program.said" || { cat "$program.said"; return 1; }
}

# end PID: returns when the process is gone.
end() {
	kill "$1" 2>/dev/null || true
	wait "$1" 2>/dev/null || true
}

tear_down_hosts() {
	for process in $started; do
		end "$process"
	done
	started=''
	in_host ss -K state all >/dev/null 2>&1 || true
	ip netns del path
	ip netns del peer
	[ ! "$host" ] || ip netns del "$host"
}
