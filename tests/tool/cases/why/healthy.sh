# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh and cases/why.sh
# Hosts with nothing wrong: one without sockets, and one with much of all that is usual.

fine nobody-home

# All that is usual, and much of it.
host busy <<-'END'
	listener 0.0.0.0:443 40 12 511 exact 900000000000 33 1
	40 x socket SYN_RECV exact 200000000 192.0.2.1:443 198.51.100.@:5000 0 0 - -
	12 x socket ESTABLISHED exact 90000000 192.0.2.1:443 198.51.100.@:5001 0 0 33 0
	500 x socket ESTABLISHED exact 600000000000 192.0.2.1:443 10.0.0.9:@ 0 0 33 2@
	first: 20 x socket ESTABLISHED exact 600000000000 192.0.2.1:443 10.0.0.8:@ 0 @+700 33 3@
	last: 20 x socket ESTABLISHED exact 600000000000 192.0.2.1:443 10.0.0.8:@ 0 @+701 33 3@
	20 x socket CLOSE_WAIT exact 700000000 192.0.2.1:443 10.0.0.7:@ 1 0 33 4@
	20 x socket LAST_ACK exact 800000000 192.0.2.1:443 10.0.0.6:@ 0 1 33 0
	9 x socket FIN_WAIT1 exact 20000000000 192.0.2.1:443 10.0.@.1:999 0 1 33 0
	9 x socket FIN_WAIT2 exact 20000000000 192.0.2.1:443 10.0.@.1:998 - - - -
	3 x socket SYN_SENT exact 900000000 192.0.2.1:@+40000 203.0.113.@:443 0 1 33 5@
	2000 x socket TIME_WAIT atleast 30000000000 192.0.2.1:443 10.0.0.5:@ - - - -
	590 x socket TIME_WAIT atleast @00000000 192.0.2.1:@+40000 203.0.113.9:5432 - - - -
	flow FIN_WAIT1 0 900000
	flow CLOSE_WAIT 0 800000
	flow LAST_ACK 0 800000
	first: arc LISTEN SYN_RECV 900000
	last: arc LISTEN SYN_RECV 901000
	first: arc SYN_SENT ESTABLISHED 900000
	last: arc SYN_SENT ESTABLISHED 901000
	first: arc SYN_SENT CLOSE 100
	last: arc SYN_SENT CLOSE 110
	first: mib TcpOutRsts 100
	last: mib TcpOutRsts 120
	counter self_loops 100
	counter late 12
END
fine busy

sed 's/^state TIME_WAIT .*/state TIME_WAIT 4 0 10 5 -/' "$work/nobody-home" >"$work/derived"
fine derived
