# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh and cases/why.sh
# Transitions that the kernel should not make.

host strange <<-'END'
	counter unexpected 3
	arc LISTEN TIME_WAIT 2
	arc ESTABLISHED SYN_SENT 1
	arc CLOSE SYN_SENT 5
END
finds unexpected-arcs strange 'f["count"] == 3 and f["evidence"] == ["LISTEN to TIME_WAIT: 2", "ESTABLISHED to SYN_SENT: 1"]'
