# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034 # for tests/check
# Reads tests/suites. A file there declares a suite, or one for each value of the capital word
# that its name ends in, with lines KEY: VALUE:
#
#   command       what runs it; the capital word is replaced
#   check, debug, matrix, fresh, packaging, demand
#                 the values of the capital word, "yes" if there is none, for which it is in that
#                 group; of KERNEL also "usual" and "all", which tests/vm/kernel lists
#   idle          yes: it waits for TCP's timers half of the time or more
#   minutes       after these it is ended, ten times as many on a kernel with checkers
#   skips-VALUE   a regular expression: tests that may be skipped there

suite_groups=(check debug matrix fresh packaging demand)
# Names, those first that take long, so that the short ones fill what is left.
suites=()
# Values by "NAME KEY", of the keys command, minutes, idle, skips and kernel, and "yes" by
# "NAME GROUP".
declare -A suite

# Prints the values of a group for which there is a suite.
suite_values() {
	local value
	for value in $1; do
		case $value in
		all) tests/vm/kernel --list ;;
		usual) tests/vm/kernel --list usual ;;
		*) printf '%s\n' "$value" ;;
		esac
	done
}

# add_suite NAME GROUP WORD VALUE, of what said declares.
add_suite() {
	local name=$1 word=$3 value=$4 minutes=${said[minutes]}
	suite["$name $2"]=yes
	[[ ! ${suite["$name command"]-} ]] || return 0
	[[ $word != KERNEL ]] || suite["$name kernel"]=$value
	[[ ! $value =~ ^(debug|kcsan)$ ]] || minutes=$((10 * minutes))
	suite["$name command"]=${word:+${said[command]//$word/$value}}
	suite["$name command"]=${suite["$name command"]:-${said[command]}}
	suite["$name minutes"]=$minutes
	# Kernels with checkers never idle: with more than one of them for a CPU, they take a CPU
	# for stalled.
	suite["$name idle"]=${said[idle]-}
	[[ ! $value =~ ^(debug|kcsan)$ ]] || suite["$name idle"]=
	suite["$name skips"]=${said[skips-${value:-none}]-}
	suites+=("$name")
}

# Reads a declaration into said.
read_declaration() {
	local line key
	while IFS= read -r line; do
		[[ $line && $line != \#* ]] || continue
		key=${line%%: *}
		[[ $line == *': '* && $key =~ ^(command|check|debug|matrix|fresh|packaging|demand|idle|minutes|skips-.+)$ ]] ||
			{ echo "$1: unknown line '$line': see tests/lib/suites.sh" >&2; return 1; }
		said[$key]=${line#*: }
	done <"$1"
	[[ ${said[command]-} && ${said[minutes]-} =~ ^[1-9][0-9]*$ ]] ||
		{ echo "$1: no command, or no number of minutes" >&2; return 1; }
}

read_suites() {
	local file name word group value sorted
	for file in tests/suites/*; do
		local -A said=()
		read_declaration "$file" || return 1
		name=${file##*/} word=
		[[ ! $name =~ ^(.*)-([A-Z]+)$ ]] || name=${BASH_REMATCH[1]} word=${BASH_REMATCH[2]}
		for group in "${suite_groups[@]}"; do
			for value in $(suite_values "${said[$group]-}"); do
				add_suite "$name${word:+-$value}" "$group" "$word" "${word:+$value}"
			done
		done
	done
	sorted=$(for name in "${suites[@]}"; do
		printf '%s %s\n' "${suite["$name minutes"]}" "$name"
	done | sort -s -k 1,1nr | cut -d ' ' -f 2)
	mapfile -t suites <<<"$sorted"
}

# suites_of GROUP: their names, the long ones first.
suites_of() {
	local name
	for name in "${suites[@]}"; do
		[[ ! ${suite["$name $1"]-} ]] || printf '%s\n' "$name"
	done
}
