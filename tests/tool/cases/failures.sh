# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154,SC2016,SC2086 # of expect.sh; programs for in_host; words in $as
# A failure never looks like an answer: whatever is missing, a command prints what it always
# prints, or it complains and ends with the status that the manual has for its failures. Tried
# as root and as a user; the statuses that were seen are printed as a table.

declare -A answers
while read -r command statuses; do
	answers[$command]=$statuses
done < <(sed -nE 's/^\.It Cm ([a-z]+) Ta ([0-9].*) Ta [0-9] Ta [0-9]$/\1 \2/p' ../../tools/man/tcpstate.8)

# note COMMAND KIND: the run before, which ended with this status; see also complaint().
note() {
	printf '%s %s %s %s\n' "$1" "$user" "$2" "$status" >>"$work/statuses"
}

# complains COMMAND: a message went with the failure. A plugin has it on standard output.
complains() {
	[[ -s $work/complaint || $1 == check ]]
}

# deprive FAILURE COMMAND ARG...: prints each run with too little whose status is no honest one.
deprive() {
	local failure=$1 kind amount status whole_status=0
	shift
	$as "$starved" "$@" >"$work/whole-out" 2>"$work/complaint" || whole_status=$?
	if ((whole_status == failure)); then
		echo "fails with all it needs: $(<"$work/complaint")"
		return
	fi
	for kind in memory descriptors; do
		for amount in $amounts; do
			status=0
			case $kind-$amount in
			memory-*) ALLOCATIONS=$amount $as "$starved" "$@" ;;
			descriptors-[3-9]) DESCRIPTORS=$amount $as "$starved" "$@" ;;
			*) continue ;;
			esac >"$work/some-out" 2>"$work/complaint" || status=$?
			note "$1" "$kind"
			is_honest "$1" || echo "$amount $kind: status $status, $(head -n 1 "$work/complaint")"
		done
	done
}

# is_honest COMMAND: of the run before.
is_honest() {
	if ((status == failure)); then
		complains "$1"
	elif [[ $1 == verify ]]; then
		# Its figures are of now.
		[[ ! -s $work/complaint && -s $work/some-out ]]
	else
		((status == whole_status)) &&
			diff <(without_time "$work/whole-out") <(without_time "$work/some-out") >/dev/null
	fi
}
# Processes of other users of this host come and go.
without_time() { grep -vE '^(info time |owner |[0-9]{4}-[0-9]{2}-)' "$1"; }

# refuse KIND FAILURE COMMAND ARG...: prints what is wrong with the status of a run that cannot
# work, or need not fail: then it answers.
refuse() {
	local kind=$1 failure=$2 status=0
	shift 2
	case $kind in
	disk) $as "$starved" "$@" >/dev/full 2>"$work/complaint" ;;
	# Python need not be where a user may come.
	pipe) python3 "$work/deaf.py" $as "$starved" "$@" 2>"$work/complaint" ;;
	*) $as "$starved" "$@" >"$work/some-out" 2>"$work/complaint" ;;
	esac || status=$?
	note "$1" "$kind"
	case $kind in
	# A closed pipe is no error that needs a message.
	pipe) ((status == failure)) ;;
	*) ((status == failure)) && complains "$1" ||
		[[ $kind != disk && $1 == @(explain|diff) && $status == 0 && -s $work/some-out ]] ;;
	esac || echo "$kind: status $status, $(head -n 1 "$work/complaint")"
}
export -f note complains deprive is_honest without_time refuse
export work starved as='' user=root amounts

: >"$work/statuses"
# Where a user may come as well.
cp "$starved" ./deaf.py "$work"
chmod 755 "$work"
starved=$work/starved
most="$(echo {0..12}) 20 40 80 150 300 600 1200 5000"

# Saved texts.
amounts=$most
for command in "${!reads[@]}"; do
	good_words "$command"
	deprive "${failure[$command]}" "${words[@]}" >"$work/out"
	: >"$work/err"
	report $((!$(stat -c %s "$work/out"))) "$command of a file, with less and less memory and descriptors"
done

# The host.
needs_namespaces || return 0
make_host
sed 's/8213420117334/8212420117334/' input/summary.txt >"$work/before"
cp input/summary.txt "$work/after"
live=('show' 'top -n 1 -i 0.01' 'transitions' 'sockets -p' 'dwell' 'listeners -p' 'why -i 0.01'
	'check -i 0.01' 'ports -i 0.01' 'diagram' 'explain' 'diff before after' 'record -' 'metrics' 'verify')
# Without privileges: root becomes another user; the root of a user namespace cannot, and drops
# its capabilities.
user_of=(setpriv --bounding-set=-all --inh-caps=-all)
((EUID)) || user_of=(setpriv --reuid=65534 --regid=65534 --clear-groups)
for user in root user; do
	as='' amounts=$most
	[[ $user == root ]] || as="${user_of[*]}" amounts='0 1 2 3 4 5 6 12 40 150 600'
	for line in "${live[@]}"; do
		command=${line%% *}
		in_host "deprive ${failure[$command]} $line
			refuse disk ${failure[$command]} $line
			refuse pipe ${failure[$command]} $line"
		report $((status == 0 && !$(stat -c %s "$work/out"))) \
			"$line of a host, as $user: memory, descriptors, disk, pipe"
		# Without the module a few commands ask sock_diag, but all of them need a file in /proc.
		in_host "umount -R /proc; mount -t tmpfs none /proc; refuse proc ${failure[$command]} $line"
		report $((status == 0 && !$(stat -c %s "$work/out"))) "$line, as $user, without /proc"
	done
done
find "$work/proc" "$work/before" "$work/after" -type f -exec chmod 000 {} +
for line in "${live[@]}"; do
	in_host "refuse rights ${failure[${line%% *}]} $line"
	report $((status == 0 && !$(stat -c %s "$work/out"))) "$line, as $user, without the right to read"
done
find "$work/proc" "$work/before" "$work/after" -type f -exec chmod 644 {} +

# cell COMMAND KIND USER: the statuses that were seen and are no answers; "-" if there are none.
cell() {
	local status cell=''
	while read -r status; do
		[[ ${answers[$1]} == *$status* ]] || cell+=${cell:+,}$status
	done < <(sort -u "$work/statuses" | sed -n "s/^$1 $3 $2 //p")
	echo "${cell:--}"
}

# The texts of explain are in the program, and diff reads files.
declare -A unneeded=(['explain proc']=1 ['explain rights']=1 ['explain memory']=1
	['explain descriptors']=1 ['diff proc']=1)
printf '# %-12s %-7s %-7s %-7s %-7s %-12s %-7s %-7s\n' command manual proc rights memory descriptors disk pipe
wrong=''
for line in "${live[@]}"; do
	command=${line%% *} row=()
	for kind in proc rights memory descriptors disk pipe; do
		of_root=$(cell "$command" "$kind" root) of_user=$(cell "$command" "$kind" user)
		[[ $kind != rights ]] || of_root=$of_user
		want=${failure[$command]}
		[[ ! ${unneeded["$command $kind"]-} ]] || want=-
		[[ $of_root == "$want" && $of_user == "$want" ]] || wrong+=" $command:$kind"
		[[ $of_user == "$of_root" ]] || of_root+=" user:$of_user"
		row+=("$of_root")
	done
	printf '# %-12s %-7s %-7s %-7s %-7s %-12s %-7s %-7s\n' "$command" "${failure[$command]}" "${row[@]}"
done
printf 'wrong:%s\n' "$wrong" >"$work/out"
report $((${#wrong} == 0)) 'the exit statuses of the table are those of the manual'
