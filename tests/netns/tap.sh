# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Prints TAP from a shell script: one line a check, the plan at the end.

tap_checks=0
tap_failures=0

# check NAME COMMAND...: holds if the command succeeds; what it says is shown if not.
check() {
	tap_name=$1
	shift
	tap_checks=$((tap_checks + 1))
	if tap_said=$("$@" 2>&1); then
		echo "ok $tap_checks - $tap_name"
	else
		tap_failures=$((tap_failures + 1))
		echo "not ok $tap_checks - $tap_name"
		[ ! "$tap_said" ] || echo "$tap_said" | sed 's/^/# /'
	fi
}

# The plan; fails if a check did.
tap_done() {
	echo "1..$tap_checks"
	[ "$tap_failures" = 0 ] && [ "$tap_checks" != 0 ]
}
