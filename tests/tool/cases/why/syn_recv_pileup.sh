# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh and cases/why.sh
# Handshakes that are not ended: a flood, or last ACKs that get lost.

finds syn-recv-pileup flood 'f["port"] == 80 and f["process"] == "nginx" and f["peer"] is None and
	f["count"] == 128 and "SYN flood" in f["what"] and f["severity"] == "critical" and
	d["findings"][1]["id"] == "syn-queue-full" and d["findings"][1]["severity"] == "warning" and
	"5000 SYN cookies" in text'
sed 's/tcp_syncookies 1/tcp_syncookies 0/' "$work/flood" >"$work/no-cookies"
finds syn-recv-pileup no-cookies 'd["findings"][1]["severity"] == "critical"'
host lost-acks <<-'END'
	listener 0.0.0.0:80 17 0 128 exact 900000000000 33 1
	17 x socket SYN_RECV exact 4000000000 192.0.2.1:80 203.0.113.9:@+40000 0 0 - -
END
finds syn-recv-pileup lost-acks 'f["peer"] == "203.0.113.9" and "last ACKs" in f["what"] and
	f["severity"] == "warning"'
fine lost-acks -T syn-recv-count=18
fine lost-acks -T syn-recv-age=5s
# Too young to tell by their age, but of those of the first look too few became connections.
host begins <<-'END'
	listener 0.0.0.0:80 70 0 128 exact 900000000000 33 1
	70 x socket SYN_RECV exact 400000000 192.0.2.1:80 203.0.113.@:40 0 0 - -
	first: arc LISTEN SYN_RECV 100
	last: arc LISTEN SYN_RECV 110
END
finds syn-recv-pileup begins '"10 handshakes" in text'
fine begins -T syn-recv-count=20
sed 's/SYN_RECV 110/SYN_RECV 190/' "$work/begins" >"$work/far-away"
fine far-away
