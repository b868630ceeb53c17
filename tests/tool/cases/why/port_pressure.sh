# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh and cases/why.sh
# Local ports for a destination run out; the ports command counts the same.

# The listener's port and what the kernel may take again are not taken.
host ports <<-'END'
	listener 0.0.0.0:40500 0 0 128 exact 900000000000 33 1
	owner 7001 77 1 worker
	190 x socket ESTABLISHED exact 9000000000 10.0.0.1:@+40000 192.0.2.5:5432 0 0 33 @+7000
	socket ESTABLISHED exact 9000000000 10.0.0.1:40191 192.0.2.5:5432 5 0 33 7001
	650 x socket TIME_WAIT atleast @0000000 10.0.0.1:@+40300 192.0.2.5:5432 - - - -
	900 x socket TIME_WAIT atleast 1000000000 10.0.0.1:@+41000 192.0.2.5:5432 - - - -
	900 x socket TIME_WAIT atleast 1000000000 10.0.0.1:40500 192.0.2.5:@+5000 - - - -
	500 x socket TIME_WAIT atleast 50000000000 [::ffff:127.0.0.1]:@+40000 [::ffff:127.0.0.1]:80 - - - -
	300 x socket TIME_WAIT atleast 50000000000 [2001:db8::1]:@+40000 [2001:db8::2]:80 - - - -
	sysctl net.ipv4.tcp_tw_reuse 2
	sysctl net.ipv4.ip_local_reserved_ports 30000,40900-40909,50000-50010
END
finds port-pressure ports 'f["peer"] == "192.0.2.5" and f["port"] == 5432 and f["process"] == "worker" and
	f["count"] == 840 and f["severity"] == "warning" and "(85%)" in f["what"] and
	"TIME_WAIT is not the fault" in f["avoid"]'
fine ports -T ports-share=90% -T ports-seconds=1s
golden ports ports -f "$work/ports"
json_is 'JSON: ports' 'd["schema"] == 1 and d["available"] == 990 and d["destinations"][0] == {
	"local": {"address": "10.0.0.1"}, "remote": {"address": "192.0.2.5", "port": 5432},
	"open": 191, "time_wait": 649, "reusable": 0, "taken": 840, "share": 0.848484848,
	"per_second": 99.6, "seconds_left": 2}' ports -j -f "$work/ports"
json_is 'JSON: ports that may be taken again' \
	'[(u["reusable"], u["taken"]) for u in d["destinations"]] == [(0, 840), (0, 300), (499, 0)]' ports -j -f "$work/ports"
golden ports-busy ports -f input/busy.txt
golden ports-unknown ports -f input/sockets.txt
