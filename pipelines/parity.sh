#!/bin/sh
# The same trades as the original system in Python made, to the last digit: orders fill at
# the close at which they were decided. That is for comparison only; a close that has been
# seen cannot be traded, and the default (--fill next_open) does not pretend so.
#
#   bin/bench.d/gen_bars.py out/parity.csv --bars 100000
#   sh pipelines/parity.sh out/parity.csv
#
# On that file: 245 fills, one position open at the end, final equity 9526.8893.
set -eu

RUN=out/parity.jsonl

sf-ingest "$1" --interval 1m |
  sf-features sma:20 sma:50 |
  sf-detect sma_cross:20,50 |
  sf-strategy --fill close --exit tp_sl:take_profit_pct=0.03,stop_loss_pct=0.015 |
  tee $RUN |
  sf-report
