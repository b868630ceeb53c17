# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh
# Completion in bash: what is offered where.

# offers EXPECTED WORD...: what stands behind the last word, which may be empty.
offers() {
	local good=0 want=$1
	shift
	bash -c '
		. ../../tools/packaging/completion/tcpstate.bash
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_tcpstate "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
		printf "%s\n" "${COMPREPLY[*]}"' bash "$tcpstate" "$@" >"$work/out" 2>"$work/err"
	if [[ $(<"$work/out") == "$want" && ! -s $work/err ]]; then
		good=1
	fi
	report "$good" "completes: tcpstate $*"
}

run --help
commands=$(sed -nE '/^Options/q; s/^  ([a-z]+)  .*/\1/p' "$work/out" | paste -sd ' ')
offers "$commands" ''
offers "$commands" -j ''
offers "$commands" -f input/summary.txt ''
offers "$commands" --input input/summary.txt ''
offers 'diagram diff' di
offers '--dot' diagram --do
offers '--interval' record --i
offers '' explain --dot
offers 'close-wait closing close' explain c
offers 'CLOSE_WAIT' explain CLOSE_
offers 'fin-wait1 fin-wait2' explain syn-sent f
offers 'input/summary.txt' diff input/sum
offers 'input/summary.txt' diff input/busy.txt input/sum
offers 'input/summary.txt' show -f input/sum
offers 'state sport src since' sockets s
offers 'close-wait closing close connected' sockets state c
offers 'state' sockets --sort st
offers 'since' sockets --columns si
offers 'age,rxq' sockets --columns age,rx
run sockets --help
names=$(sed -nE '/^Columns/,/^Fields/s/^  ([a-z]+) .*/\1/p' "$work/out" | paste -sd ' ')
fields=$(sed -n 's/^Fields of FILTER: //p' "$work/out" | tr -d ,)
offers "$names" top --sort ''
offers "$fields and or not" sockets ''
offers "$fields and or not" top ''
offers 'close-wait-age= close-wait-count=' why --threshold close
offers '' why --port ''
offers '' record -n ''
offers '' frobnicate ''
