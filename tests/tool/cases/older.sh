# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh and cases/errors.sh
# Texts of older versions: what they do not have yet is not known, and no error.

# As the first version that could record made it, without what connections wait for.
for command in "${!reads[@]}"; do
	with_file "$command" input/first-recording.txt
	[[ $command != @(sockets|listeners) ]] || words+=(-p)
	# Its only reading cannot be compared with itself.
	[[ $command != diff ]] || words=(diff input/first-recording.txt "$work/later")
	sed 's/8213420117334/8214420117334/' input/first-recording.txt >"$work/later"
	run "${words[@]}"
	report $((status < ${failure[$command]} && !$(stat -c %s "$work/err") && $(stat -c %s "$work/out"))) \
		"$command of a recording by the first version"
done

# A column that was appended later, for a reader that knows it.
printf '%s\n' 'tcpstate_sockets 1 host' '# socket old' 'socket 1' '# socket old new' 'socket 2 3' >"$work/grown"
"$columns" "$work/grown" >"$work/out" 2>"$work/err" || true
report $(($(diff <(printf '%s\n' '1 - 0' '2 3 1') "$work/out" >>"$work/err" && echo 1 || echo 0))) \
	'a column that came later is not known of an older text'
sed 's/old/older/' "$work/grown" >"$work/shrunk"
status=0
"$columns" "$work/shrunk" >"$work/out" 2>"$work/err" || status=$?
was_refused 'a column of every version is missing' 1 "shrunk:3: 'socket' has no column 'old'"

# A counter that came later is one more for the reader; those of the first version end a text.
sed '/^counter  *unexpected/p; s/^counter  *unexpected/counter newer/' input/first-recording.txt >"$work/newer-counter"
json_is 'a counter that only a newer text has' '"newer" in d["counters"]' show -j -f "$work/newer-counter"

# The other way round: a text of a later version, with a column more before those that are known.
sed -E 's/^(# *[a-z_]+)/\1 later/; /^(state|transition|gauge|counter|dwell|listener|socket|owner|wait) /s/^[a-z_]+/& 7/' \
	input/sick-unread.txt >"$work/sick-later"
for command in "${!reads[@]}"; do
	for text in "$work/sick-later" input/sick-unread.txt; do
		with_file "$command" "$text"
		[[ $command != @(sockets|listeners) ]] || words+=(-p)
		{ "$tcpstate" "${words[@]}" 2>&1 || true; } | sed "s|$text|FILE|" >"$work/out-${text##*-}"
	done
	: >"$work/err"
	diff "$work/out-later" "$work/out-unread.txt" >"$work/out" && good=1 || good=0
	report "$good" "$command of a recording by a later version"
done

# A column of the first version is in every text: without it, it is none.
for column in transition:from transition:count gauge:value counter:name owner:inode owner:comm \
	wait:only_ipv6 wait:room; do
	sed -E "/^# *${column%:*} /s/ ${column#*:}( |\$)/ other\1/" input/sick-unread.txt >"$work/without"
	run why -f "$work/without"
	was_refused "a text without the column $column" "${failure[why]}" \
		"'${column%:*}' has no column '${column#*:}'"
done

# What is not known is not 0.
sed -E '/^wait /s/[0-9]+ [0-9]+$/- -/' input/sick-unread.txt >"$work/room-unknown"
sed '/^wait /d' input/sick-unread.txt >"$work/nothing-said"
run why -f "$work/nothing-said"
mv "$work/out" "$work/want"
run why -f "$work/room-unknown"
diff "$work/want" "$work/out" >>"$work/err" && good=1 || good=0
report "$good" 'room that is not known is not 0 bytes'
sed -E 's/^owner [0-9]+/owner -/' input/sick-unread.txt >"$work/owner-unknown"
run sockets -p -f "$work/owner-unknown"
was_refused 'the inode of an owner is not known' 1 "'inode' of an owner is not possible"
