# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh
# Which sockets a filter chooses, and what is said of one that is none.

# chooses 'NUMBER...' WORD...: the filter chooses these lines of the input.
chooses() {
	local want=$1
	shift
	run sockets -H -o local,remote -f input/sockets.txt "$@"
	were_listed "$want" "filter: $*"
}

chooses '1 2 3 4 5 6 7 8 9 10 11 12 13'
chooses '7 8' state close-wait
chooses '7 8' 'state CLOSE_WAIT'
chooses '7 8' state CloseWait
chooses '1 2 7 8' state close-wait state listening
chooses '3 4 5 6' state est
chooses '' state closed
chooses '1 2 3 4 5 6 7 8 9 10 11 13' exclude time-wait
chooses '1 2 9 10 11 12 13' exclude established exclude close-wait
chooses '3 4 5 6' state connected exclude close-wait exclude syn-sent exclude bucket exclude fin-wait-1 exclude fin-wait-2
chooses '1 2 3 4 5 6 7 8 9 10 11 12 13' state all
chooses '3 4 5 6 7 8 9 10 11 12 13' state connected
chooses '3 4 5 6 7 8 10 11 12 13' state synchronized
chooses '10 12' state bucket
chooses '1 2 3 4 5 6 7 8 9 11 13' state big

chooses '1 3 5 10 11 12' sport = :443
chooses '1 3 5 10 11 12' 'sport=:443'
chooses '1 3 5 10 11 12' sport eq 443
chooses '1 3 5 10 11 12' sport == :https
chooses '1 3 5 10 11 12' sport https
chooses '2 4 6 7 8 9 13' sport != :443
chooses '2 4 6 7 8 9 13' sport neq :443
chooses '2 4' 'sport < :80'
chooses '2 4 6' sport le 80
chooses '9 13' 'sport > 8080'
chooses '7 8 9 13' sport ge 8080
chooses '1 2 3 4 5 6 7 8 9 10 11 12 13' sport = ':*'
chooses '' sport != ':*'
chooses '9 13' dport = 65535
chooses '10 11' 'dport < 3'
chooses '4 10 11 12' dport lt 1024
# A listener has no remote port to compare.
chooses '1 2 3 4 5 6 7 8 10 11 12' dport != 65535

chooses '3 4 6 9 10 11 12' src 192.0.2.1
chooses '3 4 6 9 10 11 12' src = 192.0.2.1/32
chooses '1 2 5 7 8 13' src != 192.0.2.1
chooses '3 10 11 12' src 192.0.2.1:443
chooses '4' dst 192.0.2.128/25
chooses '' dst 192.0.2.0/25
chooses '1 3 4 6 7 9 10 11 12 13' src 0.0.0.0/0
chooses '6' src '[::ffff:192.0.2.1]'
chooses '6' src '[::ffff:0:0]/96'
chooses '5' src '[2001:db8::]/32'
chooses '5' src '[2001:db8::/32]'
chooses '5' src '[2001:db8::1]:443'
chooses '5' src '[2001:db8::]/32:443'
chooses '' src '[2001:db8::]/32:444'
chooses '5' src 2001:db8::1
chooses '5' dst 2001:db8::/44
chooses '5' dst '2001:db8:0:1::/64'
chooses '' dst '2001:db8::/64'
chooses '8' src ::1
chooses '2 5 6 8' src ::/0
chooses '1 3 5 10 11 12' src :443
chooses '1 3 5 10 11 12' src '*:443'
chooses '1 2 3 4 5 6 7 8 9 10 11 12 13' src '*'

# An age that is not known is neither more nor less.
chooses '1 4 7 8 13' 'age > 5m'
chooses '1 4 6 7 8 13' 'age>=5m'
chooses '2 3 6 9 10 11 12' age le 300
chooses '2 3 9 10 11 12' age lt 5m0s
chooses '1 8 13' 'age > 3d3h59m'
chooses '1 8 13' 'age >= 3d4h'
chooses '8 13' 'age > 3d4h'
chooses '8 13' 'age >= 1w'
chooses '9' 'age < 1us'
chooses '9' 'age < 0.812345ms'
chooses '9 10' 'age <= 812.345µs'
chooses '13' 'age >= 18446744073709551615ns'
chooses '1 8 12' since atleast
chooses '5' since = unknown
chooses '1 5 8 12' since != exact

chooses '1 7 8 13' 'rxq > 0'
chooses '4 13' txq ge 4096
chooses '2 3 4 5 6 9 10 11 12' 'not rxq > 0'
chooses '1 3 5 6' uid 33
chooses '2 4' uid root
chooses '2 4 7 8 9 10 11 12 13' uid != 33
chooses '13' 'uid > 1000'
chooses '4' inode 14
chooses '1 3 5 6' 'uid >= 33 and uid < 1000'

chooses '3' state est and sport = :443 and dst 198.51.100.0/24
chooses '3' state est sport = :443 dst 198.51.100.0/24
chooses '3' 'state est && sport = :443 & dst 198.51.100.0/24'
chooses '7 8 12' state close-wait or state time-wait
chooses '7 8 12' 'state close-wait || state time-wait'
chooses '7 8 12' 'state close-wait|state time-wait'
chooses '3 4 5 6 8' 'state est or state close-wait and src ::1'
chooses '8' '(state est or state close-wait) and src ::1'
chooses '8' '( state est or state close-wait ) src ::1'
chooses '1 2 9 10 11 12 13' 'not (state est or state close-wait)'
chooses '1 2 9 10 11 12 13' '!(state est | state close-wait)'
chooses '1 2 9 10 11 12 13' '! state est ! state close-wait'
chooses '7 8' 'not not state close-wait'
chooses '7' 'not (not state close-wait or not age < 1d)'

# is_refused MESSAGE WORD...: the whole line, and that nothing else is printed.
is_refused() {
	local message=$1 good=0 name
	shift
	name=$*
	run sockets -f input/sockets.txt "$@"
	if ((status == 2)) && [[ ! -s $work/out && $(<"$work/err") == "tcpstate: filter: $message" ]]; then
		good=1
	fi
	report "$good" "no filter: ${name//$'\n'/ }"
}

is_refused "'foo' is no state: near word 2 of 'state foo sport = :1'" state foo sport = :1
is_refused "'foo' is no state: near word 2 of 'state foo sport = :1'" 'state foo' 'sport = :1'
is_refused "a state is missing at the end of 'state'" state
is_refused "a state is missing at the end of 'state est exclude'" state est exclude
is_refused "':65536' is no port: near word 3 of 'sport = :65536'" sport = :65536
is_refused "':99999999999999999999' is no port: near word 3 of 'sport = :99999999999999999999'" \
	sport = :99999999999999999999
is_refused "':443x' is no port: near word 1 of 'sport=:443x'" sport=:443x
is_refused "':' is no port: near word 3 of 'sport = :'" sport = :
is_refused "'no-such-service' is no port: near word 3 of 'dport = no-such-service'" \
	dport = no-such-service
is_refused "'~' is no port: near word 2 of 'sport ~ :1'" sport '~' :1
is_refused "a value is missing at the end of 'sport ='" sport =
is_refused "'<' stands where a value should: near word 3 of 'sport = < :1'" 'sport = < :1'
is_refused "'>' should be = or !=: near word 2 of 'src > 192.0.2.1'" 'src > 192.0.2.1'
is_refused "'192.0.2' is no address: near word 2 of 'src 192.0.2'" src 192.0.2
is_refused "'192.0.2.1/33' has a prefix length that does not fit: near word 2 of 'dst 192.0.2.1/33'" \
	dst 192.0.2.1/33
is_refused "'[::]/129' has a prefix length that does not fit: near word 2 of 'dst [::]/129'" dst '[::]/129'
is_refused "'[::1' lacks its ']': near word 2 of 'dst [::1'" dst '[::1'
is_refused "'[::1]x' is no address: near word 2 of 'dst [::1]x'" dst '[::1]x'
is_refused "'[]:80' is no address: near word 2 of 'dst []:80'" dst '[]:80'
is_refused "'192.0.2.1:' has no port that is one: near word 2 of 'dst 192.0.2.1:'" dst 192.0.2.1:
is_refused "'*/8' is no address: near word 2 of 'dst */8'" dst '*/8'
is_refused "'5x' is no time like 5m, 1h30m or 300ms: near word 3 of 'age > 5x'" 'age > 5x'
is_refused "'5m' stands where <, >, <= or >= should: near word 2 of 'age 5m'" age 5m
is_refused "a value is missing at the end of 'age'" age
is_refused "'maybe' should be exact, atleast or unknown: near word 2 of 'since maybe'" since maybe
is_refused "'no-such-user' is no user: near word 2 of 'uid no-such-user'" uid no-such-user
is_refused "'x' is no number: near word 2 of 'pid x'" pid x
is_refused "'-1' is no number: near word 2 of 'pid -1'" 'pid -1'
is_refused "a ')' is missing at the end of '( state est'" '( state est'
is_refused "')' closes nothing: near word 3 of 'state est )'" 'state est )'
is_refused "something is missing at the end of 'state est or'" state est or
is_refused "something is missing at the end of 'not'" not
run sockets --help
known="use $(sed -n 's/^Fields of FILTER: //p' "$work/out")"
is_refused "'est' is a state: write 'state' before it: near word 1 of 'est'" est
is_refused "'oops' cannot be filtered by: $known: near word 1 of 'oops'" oops
is_refused "'or' cannot be filtered by: $known: near word 1 of 'or state est'" or state est
is_refused "')' cannot be filtered by: $known: near word 2 of '( )'" '( )'
is_refused "'|' cannot be filtered by: $known: near word 4 of 'state est | | state est'" \
	'state est | | state est'
is_refused "'a' cannot be filtered by: $known: near word 1 of 'a b'" $'a\nb'
refused 'filter: parentheses without end' 2 'nested too deeply' \
	sockets -f input/sockets.txt "$(printf '(%.0s' {1..200})"
refused 'filter: words without end' 2 'too long' \
	sockets -f input/sockets.txt "$(printf 'not %.0s' {1..5000})"
