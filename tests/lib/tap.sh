# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Prints TAP from a shell script, of bash or of a guest's busybox: a line a test, the plan at the
# end. tap.h and tap.py have the same verbs.

tap_count=0
tap_failures=0
# The output of the test that runs.
tap_log=${tap_log:-$(mktemp)}
# Files that report shows for a failed test that names none; none of their names has a blank.
tap_said=${tap_said-}

# tap_line PASSED NAME: the line of a test, which passed if PASSED is 1 and nothing else.
tap_line() {
	tap_count=$((tap_count + 1))
	if [ "$1" = 1 ]; then
		echo "ok $tap_count - $2"
	else
		tap_failures=$((tap_failures + 1))
		echo "not ok $tap_count - $2"
	fi
}

# tap_show [FILE...]: as diagnosis of the test before.
tap_show() {
	sed 's/^\(# \)\{0,1\}/# /' "$@"
}

# report PASSED NAME [FILE...]: a test that was made already; where PASSED is not 1 the files
# are shown.
report() {
	tap_line "$1" "$2"
	[ "$1" != 1 ] || return 0
	shift 2
	# shellcheck disable=SC2086 # one word a file
	[ $# -gt 0 ] || set -- $tap_said
	[ $# = 0 ] || tap_show "$@"
}

# check NAME COMMAND...: a function runs up to its first failure, in a shell of its own. What it
# prints is shown, passed or failed, the end of it at least.
check() {
	tap_name=$1
	tap_passed=1
	shift
	# Not as a condition: that would make it go on after failures.
	(
		set -eu
		"$@"
	) >"$tap_log" 2>&1 </dev/null &
	wait "$!" || tap_passed=0
	tap_line "$tap_passed" "$tap_name"
	tail -n 200 "$tap_log" | tap_show
}

# silent NAME LINES: passes if there are no lines; they are shown.
silent() {
	printf '%s\n' "$2" >"$tap_log"
	report "$((${#2} == 0))" "$1" "$tap_log"
}

# skip NAME: a test of what this kernel or machine does not have.
skip() {
	tap_line 1 "$1 # SKIP"
}

# tap_run NAME COMMAND...: a program that prints TAP itself, as part of this one; its tests get
# NAME before their own unless it is empty. One that ends without its plan, with another number
# of tests or, where no test failed, with an error, is one more failed test.
tap_run() {
	tap_name=${1:+$1: }
	tap_status=0
	tap_planned=none
	tap_before=$tap_count
	tap_failed_before=$tap_failures
	shift
	"$@" >"$tap_log" || tap_status=$?
	while IFS= read -r tap_text; do
		case $tap_text in
		'ok '*) tap_line 1 "$tap_name${tap_text#* - }" ;;
		'not ok '*) tap_line 0 "$tap_name${tap_text#* - }" ;;
		1..*) tap_planned=${tap_text#1..} ;;
		*) echo "# ${tap_text#\# }" ;;
		esac
	done <"$tap_log"
	[ "$tap_planned" != $((tap_count - tap_before)) ] || [ "$tap_planned" = 0 ] ||
		{ [ "$tap_status" != 0 ] && [ "$tap_failures" = "$tap_failed_before" ]; } || return 0
	tap_line 0 "${tap_name}ends with a plan and status (plan $tap_planned, status $tap_status)"
}

# The plan; fails if a test did.
tap_done() {
	rm -f "$tap_log"
	echo "1..$tap_count"
	[ "$tap_failures" = 0 ] && [ "$tap_count" != 0 ]
}
