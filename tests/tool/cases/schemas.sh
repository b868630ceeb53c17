# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh
# Documents are what their schemas say: tools/schema.

needs_namespaces || return 0

sed -E 's/^(state +[A-Z_0-9]+ +)[0-9]+/\10/; s/^(counter +unexpected +)1/\10/' input/summary.txt >"$work/none"
./with-proc-net "$work/none" tcpstate "$tcpstate" verify -j >"$work/verify.json"
elsewhere=("verify=$work/verify.json" "ports=$work/netns/ports.json")
# Those of real sockets, of one network namespace and of several: cases/netns.sh.
for command in show sockets listeners; do
	elsewhere+=("$command=$work/netns/$command.json" "$command=$work/netns/$command.all.json")
done
for command in show transitions; do
	elsewhere+=("$command=$work/netns/$command.module.json")
done
python3 ./schemas.py "$tcpstate" "${elsewhere[@]}" >"$work/results" 2>"$work/err" ||
	echo '0 schema: all of them' >>"$work/results"
while read -r good name; do
	: >"$work/out"
	report "$good" "$name"
done <"$work/results"
