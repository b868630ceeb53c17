# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # see tests/tool/expect.sh
# Metrics: the whole text once; every value is held against the input by tests/exporter.

abi_example summary >"$work/summary.txt"
abi_example dwell >>"$work/summary.txt"
golden metrics metrics --input "$work/summary.txt"
golden metrics-prometheus metrics --input "$work/summary.txt" --format prometheus \
	--compat-node-exporter
refused 'metrics in another format' 2 'openmetrics or prometheus' metrics --format json
refused 'ports that are none' 2 'from 1 to 65535' metrics --ports http
refused 'a saved text compared with sockets' 2 'saved text' metrics --verify --input x

# Sums that have no room in 64 bits are left out; what there is besides is not.
sed -e '/^dwell /s/ 16384 / - /' -e '/^state  *ESTABLISHED /s/[0-9]*$/-/' "$work/summary.txt" >"$work/no-sums.txt"
run metrics --input "$work/no-sums.txt"
report $((status == 0 && $(grep -c '^tcpstate_dwell_seconds_bucket' "$work/out") == 38 &&
	$(grep -cE '^tcpstate_dwell_seconds_(sum|count)' "$work/out") == 0)) \
	'a histogram without its sum'
report $(($(grep -c '^tcpstate_sockets{state="established"} ' "$work/out") == 1 &&
	$(grep -c '^tcpstate_state_age_seconds_sum{state="established"}' "$work/out") == 0)) \
	'a state without its ages'
