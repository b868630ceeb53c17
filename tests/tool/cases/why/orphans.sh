# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh and cases/why.sh
# Sockets without a program, up to the limit of the kernel.

host orphaned <<-'END'
	1100 x socket LAST_ACK exact 2000000000 192.0.2.1:80 203.0.113.9:@ 0 1 33 0
	first: mib TcpExtTCPAbortOnMemory 10
	last: mib TcpExtTCPAbortOnMemory 15
END
finds orphans orphaned 'f["count"] == 1100 and f["peer"] == "203.0.113.9" and "5 were aborted" in text and f["severity"] == "warning"'
fine orphaned -T orphans-share=60
sed 's/tcp_max_orphans 2048/tcp_max_orphans 1024/' "$work/orphaned" >"$work/too-many-orphans"
finds orphans too-many-orphans 'f["severity"] == "critical"'
