# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh and cases/why.sh
# Connects that nobody answers.

host blackhole <<-'END'
	6 x owner 7@ 555 @ curl
	6 x socket SYN_SENT exact 900@000000 10.0.0.1:@+40000 192.0.2.7:4433 0 1 0 7@
	socket SYN_SENT exact 99000000000 10.0.0.1:42000 192.0.2.8:4433 0 1 0 88
	first: arc SYN_SENT CLOSE 10
	last: arc SYN_SENT CLOSE 10
END
finds syn-sent-stuck blackhole 'f["process"] == "curl" and f["pid"] == 555 and f["peer"] == "192.0.2.7" and
	f["port"] == 4433 and f["count"] == 6 and f["oldest_ns"] == 9006000000 and "2 destinations" in text'
fine blackhole -T syn-sent-age=100s
fine blackhole -T syn-sent-count=8
host no-route <<-'END'
	20 x socket SYN_SENT exact 9000000000 [2001:db8::1]:@+40000 [2001:db8::@]:443 0 1 0 7@
END
finds syn-sent-stuck no-route '"this host'"'"'s routes" in text and f["peer"] == "2001:db8::1"'
