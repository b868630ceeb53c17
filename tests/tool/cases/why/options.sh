# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh and cases/why.sh
# What is asked wrongly of why and ports, and what a terminal gets.

refused 'why without the module' 2 'modprobe tcpstate' why
refused 'why of a newer module' 2 'has version 2' why -f <(sed 's/^tcpstate 1/tcpstate 2/' "$work/leak")
refused 'why of another file' 2 'not a text of tcpstate' why -f ../../COPYING
refused 'why of a list alone' 2 "begin with 'tcpstate 1'" why -f input/sockets.txt
refused 'why of a file that is not there' 2 'cannot open nowhere' why -f nowhere
refused 'why of readings that were' 2 "has its own interval: drop --input or '--interval'" why -f "$work/leak" -i 5
refused 'why in a namespace that is not there' 2 'unknown network namespace' why -N tcpstate-none
for value in close-wait-age =5 '' close-wait-agex=5 close-wait=5; do
	refused "a threshold '$value'" 2 "'$value'" why -T "$value"
done
for value in close-wait-age=x close-wait-age= ports-share=0 ports-share=101 ports-share=x close-wait-count=0 \
	close-wait-count=-1 close-wait-count=1.5 close-wait-count=; do
	refused "a threshold '$value'" 2 "like 90s\|from 1 to 100\|at least 1.*'$value'" why -T "$value"
done
many=()
for ((i = 0; i < 33; i++)); do many+=(-T close-wait-count=$((i + 1))); done
refused '33 thresholds' 2 "too many thresholds from 'close-wait-count=33'" why "${many[@]}"
for value in 0 65536 x -1 '' 80x; do
	refused "port '$value'" 2 "invalid port, it must be from 1 to 65535: '$value'" why --port "$value"
done
run ports
report $((status == 0 && $(grep -c '^[0-9]* local ports for each destination' "$work/out") == 1 &&
	$(wc -l <"$work/err") == 1 && $(grep -c 'module is not loaded.*modprobe tcpstate' "$work/err") == 1)) \
	'ports without the module'
refused 'ports of counts alone' 1 "begin with 'tcpstate_sockets 1'" ports -f input/summary.txt
for command in why ports; do
	status=0
	"$tcpstate" "$command" -f "$work/leak" >/dev/full 2>"$work/err" || status=$?
	report $((status == (1 + (${#command} == 3)) && $(grep -c 'No space left' "$work/err") == 1)) \
		"$command and a full disk"
done

on_terminal TERM=xterm NO_COLOR= "$tcpstate" why -f "$work/leak"
report $((status == 1 && $(grep -c "^$escape\[33mwarning$escape\[0m: close-wait-leak$" "$work/out") == 1)) \
	'the severity in colour, on a terminal'
on_terminal TERM=xterm NO_COLOR=1 "$tcpstate" why -f "$work/leak"
report $((status == 1 && $(grep -c '^warning: close-wait-leak$' "$work/out") == 1)) 'no colour'
