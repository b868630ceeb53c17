# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh
# What goes wrong the same way for every command: output that nobody takes, files that are not
# what they should be, no module, options and network namespaces that are not there.

run --help
mapfile -t commands < <(sed -nE '/^Options/q; s/^  ([a-z]+)  .*/\1/p' "$work/out")
# What each reads: the text of its own, or a recording.
declare -A reads=([show]=summary [transitions]=summary [diagram]=summary [metrics]=summary
	[sockets]=sockets [listeners]=listeners [dwell]=dwell [diff]=summary
	[why]=busy [check]=busy [ports]=busy [top]=busy)

# with_file COMMAND FILE: the words that make the command read the file.
with_file() {
	case $1 in
	diff) words=(diff "$2" "$2") ;;
	top) words=(top -i 0.01 -f "$2") ;;
	*) words=("$1" -f "$2") ;;
	esac
}

# good_words COMMAND: words with which it has something to say.
good_words() {
	case $1 in
	explain | verify) words=("$1") ;;
	record) words=(record -) ;;
	diff) words=(diff input/busy.txt) ;;
	*) with_file "$1" "input/${reads[$1]}.txt" ;;
	esac
}

# helps COMMAND OPTION: it takes the option.
helps() {
	grep -q -- "^  -[a-zA-Z], --$2 " "$work/help-$1"
}

# fails NAME COMMAND PATTERN: the run before; one line and no more, which a plugin prints instead.
fails() {
	local name="$2: $1" status_of=${failure[$2]} pattern=$3
	if [[ $2 == check ]]; then
		cat "$work/out" >>"$work/err"
		: >"$work/out"
	fi
	was_refused "$name" "$status_of" "$pattern"
}

for command in "${commands[@]}"; do
	"$tcpstate" "$command" --help >"$work/help-$command"
	: >"$work/out"
	: >"$work/err"
	[[ ${reads[$command]-} || $command == @(explain|verify|record) ]] ||
		report 0 "errors: it is known how to make $command fail"
	[[ ${failure[$command]-} ]] || report 0 "the manual has the statuses of $command"
done

# Output that nobody takes. What only runs beside the module is tried elsewhere: cases/record.sh
# and cases/verify.sh.
for command in "${commands[@]}"; do
	[[ $command != @(record|verify) ]] || continue
	good_words "$command"
	for form in '' --json; do
		[[ ! $form ]] || helps "$command" json || continue
		status=0
		"$tcpstate" "${words[@]}" ${form:+"$form"} >/dev/full 2>"$work/err" || status=$?
		: >"$work/out"
		was_refused "$command $form: a full disk" "${failure[$command]}" 'No space left'
		status=0
		python3 ./deaf.py "$tcpstate" "${words[@]}" ${form:+"$form"} 2>"$work/err" || status=$?
		report $((status == ${failure[$command]} && $(stat -c %s "$work/err") == 0)) \
			"$command $form: a closed pipe"
	done
done
for command in "${commands[@]}"; do
	status=0
	"$tcpstate" "$command" --help >/dev/full 2>"$work/err" || status=$?
	report $((status && $(wc -l <"$work/err") == 1 && $(grep -c 'No space left' "$work/err") == 1)) \
		"$command --help: a full disk"
done

# spoil NAME SCRIPT: of every text, a copy that sed has changed.
spoil() {
	local text
	for text in summary sockets listeners dwell busy; do
		sed -E "$2" "input/$text.txt" >"$work/$1-$text"
	done
}
spoil newer '1s/^([a-z_]+) 1 /\1 2 /; /^tcpstate[a-z_]* 1 /s/ 1 / 2 /'
spoil older '1s/^([a-z_]+) 1 /\1 0 /; /^tcpstate[a-z_]* 1 /s/ 1 / 0 /'
# As a module of old would print it: the last column came later.
spoil fewer '/^#/s/ +[a-z_]+ *$//'
spoil head '1!d'
spoil words '/^#/!s/ [0-9]+/ many/2'
for text in summary sockets listeners dwell busy; do
	head -c -3 "input/$text.txt" >"$work/cut-$text"
	cp "input/$text.txt" "$work/locked-$text"
	chmod 000 "$work/locked-$text"
	: >"$work/empty-$text"
done
mkdir "$work/a-folder"
# Root may read everything.
other=()
((EUID)) || other=(setpriv --reuid=65534 --regid=65534 --clear-groups)
cp "$tcpstate" "$work/tcpstate"
chmod 755 "$work"
for command in "${!reads[@]}"; do
	text=${reads[$command]}
	while IFS=: read -r name file pattern; do
		# It shows the readings before the one that is cut off.
		[[ $command != top || $file != "$work/cut-"* ]] || continue
		with_file "$command" "$file"
		run "${words[@]}"
		fails "$name" "$command" "$pattern"
	done <<-END
		a file that is not there:$work/nothing:cannot open $work/nothing: No such file
		a folder:$work/a-folder:cannot read $work/a-folder: Is a directory
		an empty file:$work/empty-$text:$work/empty-$text:\\(1: empty\\| not a text of tcpstate\\)
		a text that ends within a line:$work/cut-$text:cut off: the last line has no end
		a text of its first line:$work/head-$text:$work/head-$text:[0-9 ]
		a text of a newer module:$work/newer-$text:the text has version 2, .* install a newer tcpstate
		a text of no module:$work/older-$text:invalid version .0. of the text
		a text without a column:$work/fewer-$text:has no column '[a-z_]*'\\|too few fields after
		a text with words for numbers:$work/words-$text:should be a number\\|should be an address
		another program's file:/etc/passwd:/etc/passwd:.* not a text of tcpstate
	END
	with_file "$command" "$work/locked-$text"
	status=0
	"${other[@]}" "$work/tcpstate" "${words[@]}" >"$work/out" 2>"$work/err" || status=$?
	fails 'a file that may not be read' "$command" "cannot open $work/locked-$text: Permission denied"
done

# No module. What can do without one is in cases/netns.sh.
for command in "${commands[@]}"; do
	[[ $command != @(show|sockets|listeners|ports|top|explain|diff) ]] || continue
	words=("$command")
	[[ $command != record ]] || words=(record "$work/never")
	for form in '' --json; do
		[[ ! $form ]] || helps "$command" json || continue
		run "${words[@]}" ${form:+"$form"}
		fails "no module $form" "$command" "is missing: load the module with 'modprobe tcpstate' or 'insmod ./tcpstate.ko'"
	done
done

# Options that are not its own, and network namespaces that are not there.
run --help
mapfile -t options < <(sed -nE 's/^  -[a-zA-Z], --([a-z-]+)( [A-Z]+)? .*/\1\2/p' "$work/out")
for command in "${commands[@]}"; do
	accepted=''
	for option in "${options[@]}"; do
		name=${option%% *}
		helps "$command" "$name" || [[ $name == @(help|version) ]] && continue
		value=()
		[[ $name == "$option" ]] || value=(1)
		run "$command" "--$name" "${value[@]}"
		grep -q "takes no option '$name'" "$work/err" "$work/out" || accepted+=" --$name"
	done
	run --no-such-option "$command"
	report $((status == ${wrong_line[$command]})) "$command after an option that is none"
	printf 'taken:%s\n' "$accepted" >"$work/out"
	report $((${#accepted} == 0)) "$command: options that are not its own"
	helps "$command" netns || continue
	run "$command" -N tcpstate-none
	fails 'a network namespace that is not there' "$command" \
		"unknown network namespace 'tcpstate-none': 'ip netns list' lists them"
	run "$command" -N ''
	report $((status == ${wrong_line[$command]})) "$command: a network namespace without a name"
done
