# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh and cases/why.sh
# Counters and sums of the module that contradict each other.

host troubled <<-'END'
	counter resync 2
	counter untracked 5
	counter late 17
	drift CLOSE_WAIT 1
END
sed -i 's/^state CLOSE_WAIT.*/state CLOSE_WAIT 1 0 0 0 -/' "$work/troubled"
finds module-trouble troubled '[(g["severity"], g["count"]) for g in d["findings"]] ==
	[("warning", 2), ("warning", 1), ("notice", 17), ("notice", 5)] and "CLOSE_WAIT is off by 1" in d["findings"][1]["what"]'
