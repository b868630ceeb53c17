# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # of tests/tool/expect.sh and cases/why.sh
# A queue of half-open requests is full.

finds syn-queue-full flood 'f["count"] == 128 and len(d["findings"]) == 1' -T syn-recv-count=129
sed 's/^listener 0.0.0.0:80 128 /listener 0.0.0.0:80 127 /' "$work/flood" >"$work/not-full"
fine not-full -T syn-recv-count=129 -T syn-queue-share=100
