# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh and cases/why.sh
# Data that the peer does not take, or that is not read here.

# Not so: one whose queue moves, one of the last look only, one that had just been opened; one
# whose length is the same by chance, and one of which the kernel says nothing.
host stuck <<-'END'
	owner 70 66 4 writer
	socket ESTABLISHED exact 900000000000 192.0.2.1:40001 203.0.113.9:5001 0 81234 33 70
	first: socket ESTABLISHED exact 1900000000000 192.0.2.1:40002 203.0.113.9:5001 0 81234 33 71
	last: socket ESTABLISHED exact 1900000000000 192.0.2.1:40002 203.0.113.9:5001 0 81235 33 71
	last: socket ESTABLISHED exact 2900000000000 192.0.2.1:40003 203.0.113.9:5001 0 81234 33 71
	first: socket SYN_SENT exact 900000000 192.0.2.1:40004 203.0.113.9:5001 0 1 33 72
	last: socket ESTABLISHED exact 4900000000 192.0.2.1:40004 203.0.113.9:5001 0 1 33 72
	socket ESTABLISHED exact 900000000000 192.0.2.1:40005 203.0.113.9:5001 0 81234 33 73
	socket ESTABLISHED exact 900000000000 192.0.2.1:40006 203.0.113.9:5001 0 81234 33 74
	4 x wait 192.0.2.1:4000@ 203.0.113.9:5001 0 4711000000 6 0 0 0 131072
	wait 192.0.2.1:40005 203.0.113.9:5001 0 2999999999 1 1 0 0 131072
END
finds data-stuck stuck 'f["process"] == "writer" and f["peer"] == "203.0.113.9" and f["port"] == 5001 and
	f["count"] == 1 and "has 81234" in text and "ACK came 4.7s ago, 6 retransmissions" in text and "path is cut" in text'
fine stuck -T data-stuck-age=16m
fine stuck -T data-stuck-count=2
finds data-stuck stuck 'f["count"] == 2' -T data-stuck-age=2.5s
sed -E 's/^state ESTABLISHED .*/state ESTABLISHED 1000 0 1000 0 -/' "$work/stuck" >"$work/one-of-many"
fine one-of-many
sed -E 's/ 4711000000 6 0 / 1000000 2 1 /' "$work/stuck" >"$work/no-room"
finds data-stuck no-room 'f["count"] == 1 and "announces a zero window" in text'
# Who does not read is to blame, at this end too; a little that is left over is not read anywhere.
host unread <<-'END'
	owner 71 67 4 sleeper
	socket ESTABLISHED exact 900000000000 [::ffff:127.0.0.1]:40001 [::ffff:127.0.0.1]:5001 0 81234 33 70
	socket ESTABLISHED exact 900000000000 127.0.0.1:5001 127.0.0.1:40001 4711 0 33 71
	socket ESTABLISHED exact 900000000000 127.0.0.1:5001 192.0.2.2:40001 6 0 33 72
	socket ESTABLISHED exact 900000000000 127.0.0.1:5001 192.0.2.2:40002 4711 0 33 73
	socket ESTABLISHED exact 900000000000 127.0.0.1:5001 192.0.2.2:40003 4711 0 33 0
	first: socket ESTABLISHED exact 900000000000 127.0.0.1:5001 192.0.2.2:40004 4711 0 33 74
	last: socket ESTABLISHED exact 900000000000 127.0.0.1:5001 192.0.2.2:40004 4712 0 33 74
	wait 127.0.0.1:40001 127.0.0.1:5001 0 4711000000 6 1 0 0 131072
	wait 127.0.0.1:5001 127.0.0.1:40001 0 4711000000 0 0 4711000000 131073 131072
	wait 127.0.0.1:5001 192.0.2.2:40001 0 4711000000 0 0 4711000000 1280 131072
	wait 127.0.0.1:5001 192.0.2.2:40002 0 4711000000 0 0 2999999999 131073 131072
	2 x wait 127.0.0.1:5001 192.0.2.2:@+40002 0 4711000000 0 0 4711000000 131073 131072
END
finds data-stuck unread 'f["process"] == "sleeper" and f["pid"] == 67 and f["port"] == 5001 and f["count"] == 1 and
	len(d["findings"]) == 1 and "does not read" in f["what"] and "131073 of 131072" in text'
