# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh
# top on a full screen, in tmux: what is on it, whatever size it had before, and what is left.

pane() {
	tmux -S "$work/tmux" -f /dev/null "$@" 2>>"$work/tmux.err"
}
trap 'pane kill-server || true; rm -rf "$work"' EXIT
: >"$work/err"

# A shell whose prompt says how the last command ended. What it prints is the answer of a test.
# It replaces the user's own, whichever that is, so that it is the pane's process.
pane new-session -d -x 80 -y 24 "exec env -u TMUX PS1='\$?> ' HISTFILE= bash --norc --noprofile"

# until_true COMMAND...: for a minute at the most, as the machine may be busy.
until_true() {
	local end=$((SECONDS + 60))
	until "$@"; do
		((SECONDS < end)) || return 1
		sleep 0.05
	done
}

has_line() {
	pane capture-pane -p | grep -qxF -- "$1"
}

at_prompt() {
	pane capture-pane -p | awk 'NF { last = $0 } END { exit last !~ /^[0-9]+> *$/ }'
}

is_shown() {
	pane capture-pane -p >"$work/out"
	diff -u "expected/$1" "$work/out" >"$work/diff" 2>&1
}

# screen_is NAME WHAT: it comes to be what expected/NAME says, to the last character.
screen_is() {
	local good=0
	if until_true is_shown "$1"; then
		good=1
	else
		cp "$work/diff" "$work/out"
	fi
	report "$good" "$2"
}

resize() {
	pane resize-window -x "${1%x*}" -y "${1#*x}"
}

# What a terminal must be like again afterwards, and its modes.
condition() {
	pane display-message -p '#{alternate_on} #{cursor_flag} #{insert_flag} #{keypad_flag} #{keypad_cursor_flag} #{origin_flag} #{wrap_flag} #{scroll_region_upper} #{e|-|:#{pane_height},#{scroll_region_lower}}'
	# Its first line is the size.
	stty -a <"$(pane display-message -p '#{pane_tty}')" | tail -n +2
}

# start SIZE [NAME=VALUE...] ARG...: on a clean screen.
start() {
	resize "$1"
	shift
	pane send-keys C-l
	until_true at_prompt || true
	pane clear-history
	condition >"$work/before"
	pane send-keys "$(printf '%q ' env "$@")" Enter
}

# ended STATUS WHAT: the shell is back with that status, on a terminal as it was before.
ended() {
	local want=$1 good=0
	if until_true has_line "$want>"; then
		condition >"$work/after"
		diff "$work/before" "$work/after" >"$work/out" && good=1
	else
		pane capture-pane -p >"$work/out"
	fi
	report "$good" "$2"
}

# Until the last reading, which stays.
busy=("$tcpstate" top -i 0.1 -f "$PWD/input/busy.txt")

for terminal in screen xterm-256color vt100 linux; do
	# The kernel's console has no bars in its font.
	suffix=''
	[[ $terminal != linux ]] || suffix=-ascii
	start 80x24 "TERM=$terminal" "${busy[@]}"
	screen_is "top-80x24$suffix" "$terminal: 80x24"
	resize 200x60
	screen_is "top-200x60$suffix" "$terminal: 200x60"
	resize 20x5
	screen_is top-20x5 "$terminal: 20x5 is too small, and says so"
	resize 80x24
	screen_is "top-80x24$suffix" "$terminal: and 80x24 again, with nothing left over"
	pane send-keys q
	ended 0 "$terminal: q gives the terminal back"
done

start 80x24 LC_ALL=C "${busy[@]}"
screen_is top-80x24-ascii 'another character set'
pane send-keys C-c
ended 130 'an interrupt gives the terminal back'

start 80x24 "${busy[@]}"
screen_is top-80x24 'it is there'
pkill -TERM -P "$(pane display-message -p '#{pane_pid}')"
ended 143 'and so does a request to end'

start 53x14 "${busy[@]}"
screen_is top-53x14 'the smallest screen'
resize 52x14
screen_is top-52x14 'one column less'
resize 53x13
screen_is top-53x13 'one line less'
resize 80x24
screen_is top-80x24 'the usual screen again'

pane send-keys 8 Enter
screen_is top-sockets 'sockets of a state'
resize 200x60
screen_is top-sockets-200x60 'sockets and arcs'
resize 80x24
pane send-keys '?'
screen_is top-help 'the keys'
pane send-keys '?' / 'sport = :1 oops' Enter
screen_is top-filter-wrong 'a filter that is none'
pane send-keys BSpace BSpace BSpace BSpace BSpace C-u 'dport = :44650' Enter
screen_is top-filter 'a filter'
pane send-keys / C-u Enter Down Up Up Up S S R
screen_is top-sorted 'another state, sorted by another column, reversed'
pane send-keys Escape s s s g
screen_is top-states-sorted 'states by how often they are entered, and bars of that'
pane send-keys i C-u 0 Enter
screen_is top-interval-wrong 'an interval that is none'
pane send-keys Escape q
ended 0 'after all that'

# One reading after the other, as the key asks for them: only what is different is drawn.
start 80x24 "$tcpstate" top -i 3600 -f "$PWD/input/busy.txt"
screen_is top-first 'the first reading has no rates'
pane pipe-pane "cat >$work/drawn"
pane send-keys Space . . .
screen_is top-80x24 'to the last reading, paused'
pane send-keys q
ended 0 'and out'
pane pipe-pane
# The last thing that is drawn is nothing, before the terminal is given back.
cleared=$(tr '\033' '\n' <"$work/drawn" | grep -cE '^\[([0-3]?J|H)' || true)
report $((cleared > 0 && cleared <= 2 && $(stat -c %s "$work/drawn") < 6000)) \
	'no clearing between readings, and little else'

sed '/^tcpstate_end/,$s/^\(gauge  *tracked  *\)[0-9]*/\1many/' input/busy.txt >"$work/bad"
start 80x24 "$tcpstate" top -i 0.1 -f "$work/bad"
ended 1 'a reading that cannot be read gives the terminal back'
pane capture-pane -p -J >"$work/out"
report $(($(grep -c "'many' should be a number" "$work/out") == 1)) 'and says why'

start 80x24 "$tcpstate" top -S -i 0.1 -f "$PWD/input/busy.txt"
pane send-keys Enter
screen_is top-no-sockets 'sockets that are left out'
pane send-keys q
ended 0 'out of that as well'

start 80x24 NO_COLOR=1 "${busy[@]}"
screen_is top-80x24 'without colours'
pane capture-pane -p -e >"$work/out"
coloured=$(grep -c $'\033\\[[0-9;]*3[0-7]m' "$work/out" || true)
pane send-keys q
ended 0 'and out of it'
# The search for leaks does not always get over the end of its terminal.
start 80x24 NO_COLOR= ASAN_OPTIONS=detect_leaks=0 "${busy[@]}"
screen_is top-80x24 'with colours'
pane capture-pane -p -e >"$work/out"
report $((!coloured && $(grep -c $'\033\\[[0-9;]*3[0-7]m' "$work/out") > 0)) 'NO_COLOR is heeded'
# As when a connection by ssh is cut.
process=$(pgrep -P "$(pane display-message -p '#{pane_pid}')")
pane kill-session
gone=0
until_true test ! -e "/proc/$process" && gone=1
report "$gone" 'it ends with its terminal'
