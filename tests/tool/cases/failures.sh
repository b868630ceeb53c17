# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154,SC2016 # of expect.sh and errors.sh; programs for in_host
# A failure never looks like an answer: whatever is missing, a command prints what it always
# prints, or it complains and ends with the status that the manual has for its failures.

# deprive FAILURE COMMAND ARG...: prints each run with too little whose status is no honest one.
deprive() {
	local failure=$1 kind amount status whole_status=0
	shift
	"$starved" "$@" >"$work/whole-out" 2>"$work/complaint" || whole_status=$?
	if ((whole_status == failure)); then
		echo "fails with all it needs: $(<"$work/complaint")"
		return
	fi
	for kind in allocations descriptors; do
		for amount in {0..12} 20 40 80 150 300 600 1200 5000; do
			status=0
			# The loader of libraries needs a descriptor as well.
			case $kind-$amount in
			allocations-*) ALLOCATIONS=$amount "$starved" "$@" ;;
			descriptors-[4-9]) (ulimit -n "$amount" && exec "$starved" "$@") ;;
			*) continue ;;
			esac >"$work/some-out" 2>"$work/complaint" || status=$?
			is_honest "$1" || echo "$amount $kind: status $status, $(head -n 1 "$work/complaint")"
		done
	done
}

# is_honest COMMAND: of the run before. A plugin complains on standard output.
is_honest() {
	if ((status == failure)); then
		[[ -s $work/complaint || $1 == check ]]
	elif [[ $1 == verify ]]; then
		# Its figures are of now.
		[[ ! -s $work/complaint && -s $work/some-out ]]
	else
		((status == whole_status)) &&
			diff <(without_time "$work/whole-out") <(without_time "$work/some-out") >/dev/null
	fi
}
without_time() { grep -vE '^(info time |[0-9]{4}-[0-9]{2}-)' "$1"; }
export -f deprive is_honest without_time
export work starved

# Saved texts.
for command in "${!reads[@]}"; do
	good_words "$command"
	deprive "${failure[$command]}" "${words[@]}" >"$work/out"
	: >"$work/err"
	report $((!$(stat -c %s "$work/out"))) "$command of a file, with less and less memory and descriptors"
done

# The host.
needs_namespaces || return 0
make_host
live=('show' 'top -n 1 -i 0.01' 'transitions' 'sockets -p' 'dwell' 'listeners -p' 'why -i 0.01'
	'check -i 0.01' 'ports -i 0.01' 'diagram' 'explain' 'record -' 'metrics' 'verify')
for line in "${live[@]}"; do
	in_host "deprive ${failure[${line%% *}]} $line"
	report $((status == 0 && !$(stat -c %s "$work/out"))) \
		"$line of a host, with less and less memory and descriptors"
done

# Without the module a few commands ask sock_diag instead, but all need some file in /proc.
for line in "${live[@]}"; do
	command=${line%% *}
	[[ $command != explain ]] || continue
	in_host 'umount -R /proc; mount -t tmpfs none /proc; exec "$starved" '"$line"
	report $((status == ${failure[$command]} && $(cat "$work/out" "$work/err" | wc -l) >= 1)) "$line without /proc"
done
