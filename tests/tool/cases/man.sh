# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh
# The manuals have all that the help has, and their examples work and print what they show.

page=../../tools/man/tcpstate.8 files_page=../../tools/man/tcpstate.5
rules_page=../../tools/man/tcpstate-why.8
# Which other manuals are installed here is not a matter of this one.
mandoc -T lint "$page" "$files_page" "$rules_page" 2>&1 | grep -vE 'mandoc\.db|referenced manual not found' >"$work/out" || true
report $((!$(wc -l <"$work/out"))) 'mandoc has nothing to say of the manuals'
mandoc -T ascii "$page" 2>/dev/null | sed $'s/.\b//g' >"$work/manual"

# in_manual NAME LIST: every line of the file LIST is a line's beginning in the manual.
in_manual() {
	local name=$1 list=$2 word missing=''
	while read -r word; do
		grep -qE "^ +$word( |,|$)" "$work/manual" || missing+=" $word"
	done <"$list"
	printf 'missing:%s\n' "$missing" >"$work/out"
	report $((${#missing} == 0 && $(wc -l <"$list") > 0)) "$name"
}
run --help
sed -nE '/^Options/q; s/^  ([a-z]+)  .*/\1/p' "$work/out" >"$work/commands"
sed -nE 's/^  (-[a-zA-Z], --[a-z-]+) .*/\1/p' "$work/out" >"$work/options"
run explain
sed '/^$/,$d; s/ .*//' "$work/out" >"$work/states"
in_manual 'every command is in the manual' "$work/commands"
in_manual 'every option is in the manual' "$work/options"
in_manual 'every state is in the manual' "$work/states"

# What stands in the table of columns, and in the manual: names after "commas: ".
run sockets --help
sed -nE '/^Columns/,/^Fields/s/^  ([a-z]+) .*/\1/p' "$work/out" | paste -sd ' ' >"$work/columns"
sed -n '/^\.It Fl o ,/,/^\.It Fl s/p' "$page" | tr '\n' ' ' |
	sed -E 's/.*commas: (.*)\. \.It.*/\1/; s/, */ /g' >"$work/listed"
echo >>"$work/listed"
diff "$work/columns" "$work/listed" >"$work/out.columns" && good=1 || good=0
mv "$work/out.columns" "$work/out"
report "$good" 'the columns of the list of sockets are those of the manual'
run sockets --help
sed -n '/^\.Sh SELECTING SOCKETS/,/^\.Sh STATES/p' "$page" | sed -n 's/^\.It Cm//p' >"$work/selecting"
missing=''
for word in $(sed -n 's/^Fields of FILTER: //p' "$work/out" | tr -d ,); do
	grep -qw "$word" "$work/selecting" || missing+=" $word"
done
printf 'missing:%s\n' "$missing" >"$work/out"
report $((${#missing} == 0)) 'every field of a filter is in the manual'
sed -nE 's/^#define TCPSTATE_(COUNTER|GAUGE)_[A-Z_]+[[:space:]]+"(.*)"/\2/p' ../../procfs/abi.h |
	grep -v self_loops >"$work/names"
missing=0
while read -r name; do
	grep -q "$name" "$work/manual" || missing=1
done <"$work/names"
report $((!missing && $(wc -l <"$work/names") >= 7)) 'every gauge and counter is in the manual'

# Only the first command of a chain is run; what needs the module is only parsed.
impossible=''
while read -r line; do
	eval "words=($line)"
	case ${words[1]} in
	sockets | dwell | diagram | listeners | transitions) run "${words[@]:1}" -f input/busy.txt ;;
	explain) run "${words[@]:1}" ;;
	*) run "${words[@]:1}" --help ;;
	esac
	((status == 0)) || impossible+=" '$line'"
done < <(sed -nE 's/\\\(aq/'"'"'/g; s/\\\(dq/"/g; s/^\.Dl (tcpstate .*)/\1/p' "$page" "$rules_page" |
	sed -E 's/ (\||&&) .*//; s/ > [a-z].*//')
printf 'impossible:%s\n' "$impossible" >"$work/out"
report $((${#impossible} == 0)) 'every example of the manuals can be done'

# A comment before a literal block names the text that the command above it was given.
shown=0 command='' from='' wrong=''
while read -r line; do
	case $line in
	'.Dl tcpstate '*)
		command=$(sed -E 's/^\.Dl tcpstate //; s/\\\(aq/'"'"'/g' <<<"$line")
		from=''
		;;
	'.\" from '*) from=${line#'.\" from '} ;;
	.Bd* | .Ed) ;;
	.*) from='' ;;
	*)
		[[ $from ]] || continue
		shown=$((shown + 1))
		eval "words=($command)"
		case $from in
		input/*) run "${words[@]}" -f "$from" ;;
		*) cp "$from" "$work/out" ;;
		esac
		grep -qxF -- "$line" "$work/out" || wrong+=" '$line'"
		;;
	esac
done <"$page"
printf 'not printed:%s\n' "$wrong" >"$work/out"
report $((${#wrong} == 0 && shown > 15)) 'every example of the manual prints what it shows'

# The rules and their thresholds, as the tool lists them.
run why -f input/well-nginx.txt
sed -nE 's/^  ([a-z][a-z0-9-]+): .*/.It \1/p' "$work/out" >"$work/names"
run why -T '?='
grep -oE '[a-z0-9-]+-(age|share|count|seconds)' "$work/err" |
	sed 's/^/.Cm /; s/$/ Pq/' >>"$work/names"
missing=''
while read -r name; do
	grep -qE "^$name( |$)" "$rules_page" || missing+=" '$name'"
done <"$work/names"
printf 'missing:%s\n' "$missing" >"$work/out"
report $((${#missing} == 0 && $(wc -l <"$work/names") == 32)) \
	'every rule and every threshold is in the manual of the rules'

# Every word of the contract but the signs.
mandoc -T ascii "$files_page" 2>/dev/null | sed $'s/.\b//g' >"$work/manual"
sed -nE 's/^#define TCPSTATE_[A-Z_]+[[:space:]]+"([a-z_]+)"$/\1/p' ../../procfs/abi.h >"$work/words"
missing=''
while read -r word; do
	grep -qwF "$word" "$work/manual" || missing+=" $word"
done <"$work/words"
printf 'missing:%s\n' "$missing" >"$work/out"
report $((${#missing} == 0 && $(wc -l <"$work/words") > 50)) 'every word of the files is in their manual'
