# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh and cases/why.sh
# Connects that are refused, and the ports at which they would be.

finds nobody-listens listening 'f["port"] == 90 and "has just been closed" in f["what"] and
	f["severity"] == "critical" and len(d["findings"]) == 1'
finds nobody-listens listening 'f["port"] == 443 and f["process"] is None and "none of them on port 443" in text' --port 443
finds nobody-listens listening 'f["port"] == 90 and "just been closed" in f["what"]' -L 90
finds nobody-listens listening 'f["process"] == "postgres" and "for this host only" in f["what"] and
	f["severity"] == "warning" and f["count"] == 2' --port 5432
finds nobody-listens listening '"for IPv6 only" in f["what"] and f["severity"] == "warning"' --port 8443
finds nobody-listens listening '"for IPv6 only" in f["what"] and "[::]:587" in text' --port 587
finds nobody-listens listening '"some addresses only" in f["what"] and f["severity"] == "notice"' --port 22
fine listening --port 80
fine listening --port 25
host in-container <<-'END'
	listener 0.0.0.0:80 0 0 128 exact 900000000000 33 1
	flow LISTEN 3 0
	drift LISTEN 2
END
sed -i 's/^state LISTEN.*/state LISTEN 3 3 0 0 -/' "$work/in-container"
finds nobody-listens in-container '"2 more listen in other network namespaces" in text' --port 443
host refused <<-'END'
	first: arc SYN_SENT CLOSE 10
	last: arc SYN_SENT CLOSE 20
	first: arc SYN_SENT ESTABLISHED 10
	last: arc SYN_SENT ESTABLISHED 14
	first: mib TcpOutRsts 10
	last: mib TcpOutRsts 21
END
finds nobody-listens refused 'f["count"] == 10 and f["port"] is None and "11 RSTs" in text and f["severity"] == "warning"'
fine refused -T refused-count=11
sed 's/SYN_SENT ESTABLISHED 14/SYN_SENT ESTABLISHED 20/' "$work/refused" >"$work/happy-eyeballs"
fine happy-eyeballs
# Connections of a service are left; those of ports that connect() is given say nothing.
host gone <<-'END'
	listener 0.0.0.0:80 0 0 128 exact 900000000000 33 1
	4 x socket TIME_WAIT atleast 20000000000 192.0.2.1:5000 203.0.113.@:40000 - - - -
	9 x socket TIME_WAIT atleast 20000000000 192.0.2.1:80 203.0.113.@:40000 - - - -
	9 x socket ESTABLISHED exact 20000000000 192.0.2.1:40001 203.0.113.@:443 0 0 0 7@
	2 x socket TIME_WAIT atleast 20000000000 192.0.2.1:5001 203.0.113.@:40000 - - - -
	first: mib TcpOutRsts 10
	last: mib TcpOutRsts 15
END
finds nobody-listens gone 'f["port"] == 5000 and f["count"] == 5 and "4 connections of port 5000 are left" in text'
fine gone -T refused-count=6
sed 's/^\(socket TIME_WAIT atleast [0-9]* 192.0.2.1:500\)0/\11/' "$work/gone" >"$work/gone-too"
finds nobody-listens gone-too 'f["port"] == 5001 and f["count"] == 5'
grep -v ':5000' "$work/gone" >"$work/others"
fine others
