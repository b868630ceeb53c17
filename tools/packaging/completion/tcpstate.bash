# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Completes tcpstate's command line in bash. Commands and options are read from tcpstate's help,
# so that they are those of the installed version.

# _tcpstate_options: from a help on standard input, each option's names and its value's, if any.
_tcpstate_options() {
	sed -nE 's/^  (-[a-zA-Z]), (--[a-z-]+) ([A-Z]+) .*/\1 \2 \3/p; s/^  (-[a-zA-Z]), (--[a-z-]+) .*/\1 \2/p'
}

# _tcpstate_value OPTION: the name of the option's value in the help on standard input.
_tcpstate_value() {
	_tcpstate_options | while read -r short long value; do
		[[ $1 != "$short" && $1 != "$long" ]] || echo "$value"
	done
}

# States as ss spells them, or in capitals, as in the files, if the word begins so.
_tcpstate_states() {
	"$1" explain 2>/dev/null | sed '/^$/,$d; s/ .*//' |
		if [[ $2 == [A-Z]* ]]; then cat; else tr 'A-Z_' 'a-z-'; fi
}

# Columns of the list of sockets, after those that stand before the last comma of the word.
_tcpstate_columns() {
	local before='' column
	[[ $2 != *,* ]] || before=${2%,*},
	"$1" sockets --help 2>/dev/null | sed -nE '/^Columns/,/^Fields/s/^  ([a-z]+) .*/\1/p' |
		while read -r column; do echo "$before$column"; done
}

# The thresholds, from the error message for an unknown one.
_tcpstate_thresholds() {
	"$1" why --threshold '?=' 2>&1 | sed 's/.* use one of //; s/,\{0,1\}$/,/; s/, */= /g'
}

_tcpstate() {
	local tcpstate=$1 current=$2 previous=$3 command='' help takes words='' i
	COMPREPLY=()

	help=$("$tcpstate" --help 2>/dev/null) || return 0
	for ((i = 1; i < COMP_CWORD; i++)); do
		if [[ ${COMP_WORDS[i]} != -* ]]; then
			command=${COMP_WORDS[i]}
			help=$("$tcpstate" "$command" --help 2>/dev/null) || return 0
			break
		fi
		[[ ! $(_tcpstate_value "${COMP_WORDS[i]}" <<<"$help") ]] || i=$((i + 1))
	done

	# What to complete: the value of an option, a command, or an argument of the command.
	takes=$(_tcpstate_value "$previous" <<<"$help")
	if [[ $previous == -* && $takes ]]; then
		case $previous in
		--format) words='openmetrics prometheus' ;;
		--threshold)
			words=$(_tcpstate_thresholds "$tcpstate")
			compopt -o nospace 2>/dev/null
			;;
		--columns | --sort) words=$(_tcpstate_columns "$tcpstate" "$current") ;;
		esac
	elif [[ $current == -* ]]; then
		takes='' words="$(_tcpstate_options <<<"$help" | cut -d ' ' -f 2) --help"
	elif [[ ! $command ]]; then
		takes='' words=$(sed -nE '/^Options/q; s/^  ([a-z][a-z-]*) .*/\1/p' <<<"$help")
	else
		takes=$(sed -n '1s/.*\[OPTIONS\]//p' <<<"$help")
	fi
	case $takes in
	*FILE* | *FOLDER*)
		mapfile -t COMPREPLY < <(compgen -f -- "$current")
		return
		;;
	*STATE*) words=$(_tcpstate_states "$tcpstate" "$current") ;;
	*EXPRESSION* | *FILTER*)
		words="$(sed -n 's/^Fields of FILTER: //p' <<<"$help" | tr -d ,) and or not"
		[[ $previous != @(state|exclude) ]] ||
			words="$(_tcpstate_states "$tcpstate" "$current") all connected synchronized bucket big"
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

complete -o filenames -F _tcpstate tcpstate
