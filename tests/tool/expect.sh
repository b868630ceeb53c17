# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154,SC2034 # shared with tests/tool/run and the cases
# What the cases are made of: one call runs the reader once and prints one line of TAP.

count=0
failures=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

report() {
	local passed=$1 name=$2
	count=$((count + 1))
	if ((passed)); then
		printf 'ok %d - %s\n' "$count" "$name"
		return
	fi
	failures=$((failures + 1))
	printf 'not ok %d - %s\n' "$count" "$name"
	sed 's/^/# /' "$work/out" "$work/err"
}

# What this machine says to who asks for namespaces, when it lets nobody have any.
no_namespaces=$(../apart --net -- true 2>&1) && no_namespaces=''

# needs_namespaces: false where there are none; the first that asks has a failed test of it.
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
