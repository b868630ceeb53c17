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
