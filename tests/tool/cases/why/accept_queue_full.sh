# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh and cases/why.sh
# A program does not accept, or not fast enough.

# What is not accepted nobody can close; connects to itself that hang are a consequence.
host deaf <<-'END'
	listener 127.0.0.1:7171 5 9 8 exact 900000000000 33 1
	owner 1 812 3 deaf\040one
	6 x socket ESTABLISHED exact 2000000000 127.0.0.1:7171 127.0.0.1:@+40000 5 0 33 0
	3 x socket CLOSE_WAIT exact 70000000000 127.0.0.1:7171 127.0.0.1:@+41000 1 0 33 0
	30 x socket SYN_SENT exact 9000000000 127.0.0.1:@+42000 127.0.0.1:7171 0 1 0 @+7000
	20 x socket SYN_RECV exact 9000000000 127.0.0.1:7171 127.0.0.1:@+43000 0 0 - -
	first: mib TcpExtListenOverflows 100
	last: mib TcpExtListenOverflows 121
END
finds accept-queue-full deaf 'f["process"] == "deaf one" and f["pid"] == 812 and f["port"] == 7171 and
	f["count"] == 9 and f["oldest_ns"] == 70000000000 and f["severity"] == "critical" and
	len(d["findings"]) == 1 and "30 connects of this host" in text and
	"peers of 3 have given up" in text and "21 connections were dropped" in text'
host burst <<-'END'
	first: listener 0.0.0.0:80 1 1 128 exact 900000000000 33 1
	last: listener 0.0.0.0:80 129 129 128 exact 900000000000 33 1
	listener 0.0.0.0:81 1 1 1 exact 900000000000 33 2
END
fine burst
host nearly <<-'END'
	listener [::]:80 0 120 128 exact 900000000000 33 1
	listener 0.0.0.0:81 0 100 128 exact 900000000000 33 2
END
finds accept-queue-full nearly 'f["severity"] == "warning" and f["port"] == 80 and
	f["process"] is None and f["oldest_ns"] is None and len(d["findings"]) == 1'
fine nearly -T accept-queue-share=94
finds accept-queue-full nearly 'len(d["findings"]) == 2' -T accept-queue-share=50%
host waiting <<-'END'
	listener [::]:80 0 1 128 exact 900000000000 33 1
	socket ESTABLISHED exact 11000000000 [::ffff:192.0.2.1]:80 [::ffff:192.0.2.2]:4000 5 0 33 0
END
finds accept-queue-full waiting 'f["severity"] == "warning" and f["oldest_ns"] == 11000000000 and
	"192.0.2.2:4000" in text'
fine waiting -T accept-age=12s
