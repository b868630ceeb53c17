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

# tap_run NAME COMMAND...: a program that prints TAP itself, as part of this one. One that dies
# before its plan shows as a failed test of its own.
tap_run() {
	tap_name=$1
	tap_planned=''
	tap_status=0
	shift
	"$@" >/tmp/tap || tap_status=$?
	while IFS= read -r tap_line; do
		case $tap_line in
		'ok '*) tap_checks=$((tap_checks + 1)); echo "ok $tap_checks - $tap_name: ${tap_line#* - }" ;;
		'not ok '*)
			tap_checks=$((tap_checks + 1))
			tap_failures=$((tap_failures + 1))
			echo "not ok $tap_checks - $tap_name: ${tap_line#* - }"
			;;
		1..*) tap_planned=1 ;;
		*) echo "# ${tap_line#\# }" ;;
		esac
	done </tmp/tap
	[ ! "$tap_planned" ] || return 0
	tap_checks=$((tap_checks + 1))
	tap_failures=$((tap_failures + 1))
	echo "not ok $tap_checks - $tap_name: ends with a plan (status $tap_status)"
}

# The plan; fails if a check did.
tap_done() {
	echo "1..$tap_checks"
	[ "$tap_failures" = 0 ] && [ "$tap_checks" != 0 ]
}
