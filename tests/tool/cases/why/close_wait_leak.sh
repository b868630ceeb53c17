# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh and cases/why.sh
# A program does not close what its peers have closed.

run why -f "$work/leak"
good=0
((status == 1)) && is_expected why && good=1
report "$good" 'prints why, what is wrong and what was checked'
finds close-wait-leak leak 'f["process"] == "leaky" and f["pid"] == 900 and f["port"] == 8080 and
	f["peer"] == "127.0.0.1" and f["count"] == 30 and f["oldest_ns"] == 7200000000000 and
	f["severity"] == "warning" and "1 of 30 were open when the module was loaded" in text'
finds close-wait-leak leak 'f["count"] == 30' -T close-wait-count=30
fine leak --threshold close-wait-count=31
fine leak -T close-wait-age=7h

# Young, but most that ever came are still there; those whose owner is not known are another group.
host young 102 <<-'END'
	6 x owner @+2000 900 @ java
	6 x socket CLOSE_WAIT exact 11000000000 10.0.0.1:@+40000 192.0.2.5:5432 1 0 33 @+2000
	4 x socket CLOSE_WAIT exact 11000000000 10.0.0.1:@+41000 192.0.2.5:5432 1 0 33 @+3000
	first: flow CLOSE_WAIT 0 1
	last: flow CLOSE_WAIT 0 2
END
finds close-wait-leak young 'f["process"] == "java" and f["port"] == 5432 and f["peer"] == "192.0.2.5" and
	f["count"] == 6 and len(d["findings"]) == 1 and "dport = :5432" in f["next"]'
host slow <<-'END'
	20 x socket CLOSE_WAIT exact 11000000000 10.0.0.1:80 10.0.0.2:@+40000 1 0 33 @+2000
	first: flow CLOSE_WAIT 0 900
	last: flow CLOSE_WAIT 0 901
END
fine slow
sed 's/^state CLOSE_WAIT.*/state CLOSE_WAIT 20 0 920 900 -/' "$work/slow" >"$work/stopped"
finds close-wait-leak stopped 'f["process"] is None and f["pid"] is None and f["port"] == 80'
host growing <<-'END'
	first: 9 x socket CLOSE_WAIT exact 70000000000 10.0.0.1:80 10.0.0.@:4000 1 0 33 @+2000
	last: 10 x socket CLOSE_WAIT exact 71000000000 10.0.0.1:80 10.0.0.@:4000 1 0 33 @+2000
	first: flow CLOSE_WAIT 0 900
	last: flow CLOSE_WAIT 0 901
END
finds close-wait-leak growing 'f["severity"] == "critical" and f["peer"] is None and "2 came and 1 left" in text'
