# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154,SC2034 # shared with tests/tool/run and the cases
# What the cases are made of: one call runs the reader once and prints one line of TAP.

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tap_said="$work/out $work/err"
# shellcheck source=tests/lib/tap.sh
. ../lib/tap.sh

# The error of this machine when it does not allow namespaces.
no_namespaces=$(../apart --net -- true 2>&1) && no_namespaces=''

# needs_namespaces: false where there are none; its first call fails a test of that.
needs_namespaces() {
	[[ $no_namespaces ]] || return 0
	[[ ${told_of_namespaces-} ]] || {
		: >"$work/out"
		printf '%s\n' "$no_namespaces" >"$work/err"
		report 0 'this machine gives namespaces; without them no more is tried of those that need them'
	}
	told_of_namespaces=1
	return 1
}

# The statuses of the manual: of a command that fails, and of one whose command line is wrong.
declare -A failure wrong_line
while read -r command failed wrong; do
	failure[$command]=$failed
	wrong_line[$command]=$wrong
done < <(sed -nE 's/^\.It Cm ([a-z]+) Ta .* Ta ([0-9]) Ta ([0-9])$/\1 \2 \3/p' ../../tools/man/tcpstate.8)

run() {
	status=0
	"$tcpstate" "$@" >"$work/out" 2>"$work/err" || status=$?
}

# is_expected NAME: the output is what expected/NAME says; if not, it becomes the difference.
is_expected() {
	diff -u "expected/$1" "$work/out" >"$work/diff" 2>&1 && return
	cp "$work/diff" "$work/out"
	return 1
}

# golden NAME ARG...: prints what expected/NAME says, and nothing else.
golden() {
	local name=$1 good=0
	shift
	run "$@"
	if ((status == 0)) && [[ ! -s $work/err ]] && is_expected "$name"; then
		good=1
	fi
	report "$good" "prints $name: tcpstate $*"
}

# was_refused NAME STATUS PATTERN: one line on standard error, nothing on the other.
was_refused() {
	local name=$1 want=$2 pattern=$3 good=0
	if ((status == want)) && [[ ! -s $work/out && $(wc -l <"$work/err") == 1 ]] &&
		grep -q -- "$pattern" "$work/err"; then
		good=1
	fi
	report "$good" "$name"
}

# refused NAME STATUS PATTERN ARG...
refused() {
	local expectation=("${@:1:3}")
	shift 3
	run "$@"
	was_refused "${expectation[@]}"
}

# abi_example NAME: an example of the contract, as the kernel would print it.
abi_example() {
	sed -n "/^--8<-- $1\$/,/^-->8--\$/{//!p}" ../../procfs/ABI | sed 's/@VERSION@/0.1.0/'
}

# make_host: a copy of /proc with the module's texts and two processes that hold one socket.
make_host() {
	local pid
	mkdir -p "$work/proc/net" "$work/proc/sys/net/ipv4" "$work/proc/"{812,813}/fd "$work/whole"
	cp input/summary.txt "$work/proc/tcpstate"
	cp input/summary.txt "$work/proc/net/tcpstate"
	cp input/listeners.txt "$work/proc/net/tcpstate_listeners"
	abi_example dwell >"$work/proc/tcpstate_dwell"
	abi_example sockets >"$work/proc/net/tcpstate_sockets"
	printf '32768\t60999\n' >"$work/proc/sys/net/ipv4/ip_local_port_range"
	printf 'Tcp: MaxConn CurrEstab\nTcp: -1 211\n' >"$work/proc/net/snmp"
	for pid in 812 813; do
		printf 'Web Content\n' >"$work/proc/$pid/comm"
		ln -sf 'socket:[81234]' "$work/proc/$pid/fd/5"
	done
	# What the sanitizer asks of /proc.
	ln -sfn "$work/whole/self" "$work/proc/self"
	export work
}

# in_host PROGRAM: a shell that sees the copy, in a mount namespace.
in_host() {
	status=0
	# Leaks are looked for by way of /proc, and are looked for in the other cases.
	# shellcheck disable=SC2016 # a program
	ASAN_OPTIONS=detect_leaks=0 ../apart -- bash -euc '
		mount --rbind /proc "$work/whole"
		mount --rbind "$work/proc" /proc
		cd "$work"
		'"$1" >"$work/out" 2>"$work/err" </dev/null || status=$?
}

# were_listed 'NUMBER...' NAME: the output is these sockets of input/sockets.txt, in this order,
# by their two ends, which no two of them share.
were_listed() {
	local want=$1 name=$2 listed good=0
	listed=$(awk 'NR == FNR { if ($1 == "socket") number[$5, $6] = ++count; next }
		{ printf "%s%s", separator, ($1, $2) in number ? number[$1, $2] : "?"; separator = " " }
		' input/sockets.txt "$work/out")
	printf 'listed: %s\nwanted: %s\n' "$listed" "$want" >"$work/out"
	if ((status == 0)) && [[ $listed == "$want" ]]; then
		good=1
	fi
	report "$good" "$name"
}

json_is() {
	local name=$1 expression=$2
	shift 2
	run "$@"
	local good=0
	if python3 -c "import json,sys; d=json.load(sys.stdin); assert $expression" \
		<"$work/out" 2>>"$work/err"; then
		good=1
	fi
	report "$good" "$name"
}

# on_terminal NAME=VALUE... ARG...: standard output is a terminal.
on_terminal() {
	status=0
	script --quiet --return --command "env $(printf '%q ' "$@")" "$work/typescript" \
		>"$work/terminal" 2>"$work/err" </dev/null || status=$?
	tr -d '\r' <"$work/terminal" >"$work/out"
}
escape=$'\033'
