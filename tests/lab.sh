# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The lab of a lesson on TCP, which demo.sh runs: one connection from listen to its end, step by
# step, and after each step what tcpstate shows of it.
#
# Its server is 'nc -ll -e sleep': it accepts, and hands the connection to a program that
# neither reads nor closes, which is what a forgotten close is. Its client is an nc whose input
# is a named pipe: it sends its FIN when the last writer of the pipe is gone.

lab_port=7000

# The title of a step, and under it the text on standard input.
lab_step() {
	printf '\n== %s\n' "$1"
	sed 's/^/   /'
}

# Shows what a reader of the lesson would type, quotes and all, and does it.
lab_show() {
	printf '\n$'
	for word; do
		case $word in
		*[!A-Za-z0-9,.=_-]*) printf " '%s'" "$word" ;;
		*) printf ' %s' "$word" ;;
		esac
	done
	printf '\n'
	"$@"
}

lab_sockets() {
	lab_show tcpstate sockets -o state,since,age,local,remote,process "$@"
}

lab_listen() {
	lab_step "1. listen: LISTEN" <<-END
	A server asks for connections to port $lab_port. Its socket goes from CLOSE to LISTEN, and
	stays there however many connections come: each of them gets a socket of its own.
	END
	nc -ll -p $lab_port -e sleep 3600 &
	lab_server=$!
	wait_until is_now LISTEN 1
	lab_sockets
	lab_show tcpstate transitions
}

lab_connect() {
	lab_step "2. connect: SYN_SENT, SYN_RECV, ESTABLISHED" <<-END
	A client sends its SYN and waits in SYN_SENT. The server's kernel answers and keeps a small
	request, half open; the client's ACK turns it into a socket, born in SYN_RECV. Both ends are
	on this host, so one connection is two sockets in ESTABLISHED.
	END
	mkfifo /tmp/lab
	exec 4<>/tmp/lab
	nc 127.0.0.1 $lab_port </tmp/lab >/dev/null 4>&- &
	lab_client=$!
	wait_until is_now ESTABLISHED 2
	lab_sockets state established
	lab_show tcpstate transitions
}

lab_half_close() {
	lab_step "3. half close: FIN_WAIT1, FIN_WAIT2 and CLOSE_WAIT" <<-END
	The client has nothing more to send, and says so with a FIN: FIN_WAIT1, and FIN_WAIT2 when
	that is acknowledged. The server could still send; its socket is in CLOSE_WAIT, which
	means: the other side is done, and we wait for our own program to close.
	END
	exec 4>&-
	wait_until is_now CLOSE_WAIT 1
	lab_sockets exclude listen
	lab_show tcpstate transitions
}

lab_forgotten() {
	lab_step "4. a forgotten close: CLOSE_WAIT that grows old" <<-END
	Nothing in TCP ends CLOSE_WAIT but close() in the program that holds the socket. One that is
	older than any request can take was forgotten, and the list says by whom. Its age is exact:
	the module saw the socket enter the state. Of one open before the load it says 'atleast'.
	END
	wait_until old_close_wait
	lab_sockets state close-wait and 'age > 2s'
}

lab_parked() {
	lab_step "5. the client does not wait: FIN_WAIT2 without a program" <<-END
	The client ends, and nobody owns its socket any more. For a minute the kernel still waits
	for the server's FIN, but in a minisock of some 250 bytes: it is parked. It is counted in
	FIN_WAIT2, as ss does, and kept its age.
	END
	kill "$lab_client"
	wait_until is_gauge parked 1
	lab_sockets exclude listen
}

lab_close() {
	lab_step "6. close: LAST_ACK, and TIME_WAIT at the other side" <<-END
	The program that forgot to close is killed, so the kernel closes for it: LAST_ACK until
	its FIN is acknowledged, then CLOSE, which no list shows. Who closed first, here the client,
	pays with 60 seconds in TIME_WAIT, so that late segments cannot reach a new connection. Its
	age is what its timer says; that can be set anew, so it is a lower bound.
	END
	forgetful=$(tcpstate sockets -H -o process state close-wait | sed 's/.*(\([0-9]*\)).*/\1/')
	kill "$forgetful"
	wait_until is_now TIME_WAIT 1
	lab_sockets exclude listen
	lab_show tcpstate transitions
}

lab_refused() {
	lab_step "7. nobody listens: SYN_SENT, CLOSE" <<-END
	A SYN to a port where nobody listens is answered with a RST, and the client is back in
	CLOSE at once. It shows in no list: only the count of the arc SYN_SENT to CLOSE tells.
	END
	nc 127.0.0.1 9 </dev/null || true
	wait_until is_arc SYN_SENT CLOSE 1
	lab_show tcpstate transitions
}

lab_unanswered() {
	lab_step "8. nobody answers: SYN_SENT that grows old" <<-END
	A firewall that drops, or a host that is gone, answers nothing at all: the client stays in
	SYN_SENT, sends its SYN again at growing intervals, and gives up after one or two minutes.
	END
	ip route add 192.0.2.0/24 dev lo
	nc 192.0.2.1 80 </dev/null >/dev/null 2>&1 &
	lab_lost=$!
	wait_until is_now SYN_SENT 1
	lab_sockets state syn-sent
	kill "$lab_lost"
	wait_until is_now SYN_SENT 0
}

lab_sum() {
	lab_step "9. what is left" <<-END
	The server is stopped, which ends LISTEN; TIME_WAIT ends by itself. For every state,
	now = at load + entered - left. How long each state lasted was measured on the way; only
	what was parked was not, since the kernel tells nobody when a minisock changes.
	END
	kill "$lab_server"
	wait_until is_now LISTEN 0
	lab_show tcpstate
	lab_show tcpstate dwell
}

old_close_wait() {
	[ "$(awk '$2 == "CLOSE_WAIT" && $4 > 2000000000' /proc/net/tcpstate_sockets)" ]
}

is_gauge() {
	awk -v name="$1" -v value="$2" '$1 == "gauge" && $2 == name { is = $3 == value }
		END { exit !is }' /proc/tcpstate
}

is_arc() {
	[ "$(count_of "$1" "$2")" = "$3" ]
}

lab_listen
lab_connect
lab_half_close
lab_forgotten
lab_parked
lab_close
lab_refused
lab_unanswered
lab_sum
