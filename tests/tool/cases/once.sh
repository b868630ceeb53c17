# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh and cases/errors.sh
# A recording is opened once, however many of its texts a command reads, and through a pipe it
# gives the same answer.

recording=input/busy.txt
for command in "${!reads[@]}"; do
	with_file "$command" "$recording"
	[[ $command != diff ]] || words=(diff "$recording")
	[[ $command != @(sockets|listeners) ]] || words+=(-p)
	: >"$work/opens"
	OPENS=$work/opens "$starved" "${words[@]}" >"$work/of-file" 2>"$work/err" || true
	grep -xF "$recording" "$work/opens" >"$work/out" || true
	report $(($(wc -l <"$work/out") == 1)) "$command opens a recording once"
	"$tcpstate" "${words[@]/#$recording/-}" < <(cat "$recording") >"$work/of-pipe" 2>>"$work/err" || true
	diff "$work/of-file" "$work/of-pipe" >"$work/out" 2>&1 || true
	report $((!$(stat -c %s "$work/out"))) "$command reads a recording through a pipe"
done

# Three readings: the second one was cut off, and the third one has no sockets.
sed -n '1,/^tcpstate_end/p' "$recording" >"$work/whole-reading"
{
	cat "$work/whole-reading"
	sed '1,/^tcpstate_end/d' "$recording" | sed '/^tcpstate_end/,$d'
	sed '/^tcpstate_sockets/,/^tcpstate_end/{/^tcpstate_end/!d}' "$work/whole-reading"
} >"$work/cut-between"
"$tcpstate" sockets -f "$work/whole-reading" >"$work/want"
run sockets -f "$work/cut-between"
report $((status == 0 && $(diff "$work/want" "$work/out" >"$work/err" && echo 1 || echo 0))) \
	'sockets of a reading that was cut off do not count'
