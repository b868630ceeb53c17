# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh
# What show adds to the states: rates, colours, the kernel's own number.

golden show-busy show -f input/busy.txt
json_is 'JSON: the kernel'"'"'s CurrEstab' 'd["kernel_curr_estab"] == 44' -j -f input/busy.txt
json_is 'JSON: no CurrEstab and no rates' \
	'd["kernel_curr_estab"] is None and d["states"][1]["entered_per_second"] is None' \
	-j -f input/summary.txt

# curr_estab NUMBER CLOSE_WAIT PATTERN: what is said of the number.
curr_estab() {
	local good=0
	sed "s/^mib TcpCurrEstab .*/mib TcpCurrEstab $1/
		s/^\(state  *CLOSE_WAIT  *\)24 /\1$2 /" input/busy.txt >"$work/estab"
	run -f "$work/estab"
	if grep -qxF "kernel's CurrEstab $1$3" "$work/out"; then
		good=1
	fi
	report "$good" "CurrEstab $1 with ESTABLISHED 20 and CLOSE_WAIT $2"
}
curr_estab 44 24 ' = ESTABLISHED 20 + CLOSE_WAIT 24'
curr_estab 20 24 ' = ESTABLISHED without CLOSE_WAIT'
curr_estab 20 0 ' = ESTABLISHED'
curr_estab 7 24 '; ESTABLISHED 20, CLOSE_WAIT 24'

refused 'rates of a saved copy' 2 "use 'tcpstate diff'.*'--interval'" show -i 1 -f input/busy.txt
refused 'rates without the module' 1 'modprobe tcpstate' show -i 0.1

on_terminal TERM=xterm NO_COLOR= "$tcpstate" -f input/extreme.txt
report $((status == 0 && $(grep -c "^$escape\[31mCLOSE_WAIT .*$escape\[0m$" "$work/out") == 1 &&
	$(grep -c "^$escape\[36mESTABLISHED " "$work/out") == 1)) 'colours on a terminal'
on_terminal TERM=xterm NO_COLOR= "$tcpstate" diagram -f input/extreme.txt
report $((status == 0 && $(grep -c "$escape\[1;31mLAST_ACK" "$work/out") == 1 &&
	$(grep -c "$escape\[1;31munexpected: " "$work/out") == 3)) 'colours in a picture on a terminal'
for surroundings in 'TERM=xterm NO_COLOR=1' 'TERM=dumb NO_COLOR=' 'TERM= NO_COLOR='; do
	for command in show diagram; do
		read -ra words <<<"$surroundings"
		on_terminal "${words[@]}" "$tcpstate" "$command" -f input/extreme.txt
		report $((status == 0 && $(grep -c "$escape" "$work/out") == 0 &&
			$(grep -c LAST_ACK "$work/out") == 1)) "no colours: $command with $surroundings"
	done
done
