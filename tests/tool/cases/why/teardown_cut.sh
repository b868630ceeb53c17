# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh and cases/why.sh
# FINs that get no answer.

host cut <<-'END'
	first: mib TcpRetransSegs 10
	last: mib TcpRetransSegs 15
	3 x socket FIN_WAIT1 exact 1@000000000 192.0.2.1:80 203.0.113.9:400@ 0 @00 33 0
	2 x socket LAST_ACK exact 14000000000 192.0.2.1:80 203.0.113.9:410@ 0 1 33 0
	socket CLOSING exact 20000000000 192.0.2.1:80 203.0.113.10:4101 0 1 33 0
	socket FIN_WAIT2 exact 61000000000 192.0.2.1:80 203.0.113.10:4102 0 0 33 50
	socket FIN_WAIT2 exact 61000000000 192.0.2.1:80 203.0.113.10:4103 - - - -
	socket FIN_WAIT2 exact 61000000000 127.0.0.1:4104 127.0.0.1:80 0 0 33 51
	socket CLOSE_WAIT exact 61000000000 127.0.0.1:80 127.0.0.1:4104 1 0 33 52
END
finds teardown-cut cut 'f["peer"] == "203.0.113.9" and f["port"] == 80 and f["count"] == 7 and
	f["oldest_ns"] == 61000000000 and "FIN_WAIT1 3, FIN_WAIT2 1, LAST_ACK 2, CLOSING 1" in text and
	"3 of them have data" in text and "5 segments again" in text and "connections do not close" in f["what"]'
fine cut -T teardown-count=8
fine cut -T teardown-age=1h -T teardown-count=2
sed -E 's/^state LAST_ACK .*/state LAST_ACK 2 0 1502 1500 -/' "$work/cut" >"$work/usual-losses"
fine usual-losses
finds teardown-cut usual-losses 'f["count"] == 7' -T teardown-share=5
host half-closed <<-'END'
	3 x owner @+7000 66 4 rsync
	3 x socket FIN_WAIT2 exact 61000000000 192.0.2.1:@+40000 203.0.113.9:873 0 0 33 @+7000
END
finds teardown-cut half-closed 'f["process"] == "rsync" and f["port"] == 873 and "peers do not close" in f["what"]'
fine half-closed -T fin-wait2-age=62s
