#!/bin/sh
# A stage in jq between sf-detect and sf-strategy: a bar that gains more than 0.5 % is a
# signal. -R reads a line as text, so that what is passed on keeps its bytes; --unbuffered
# writes each line at once, which a live stream needs.
#
#   sh pipelines/shell-stage.sh
#   sf-backtest -f pipelines/shell-stage.sh      jq stays a process, the rest is one
set -eu

RUN=out/shell-stage.jsonl

sf-ingest --synthetic --symbols BTCUSDT --bars 5000 --interval 5m --seed 7 |
  sf-features sma:20 sma:50 |
  sf-detect sma_cross:20,50 |
  jq -Rr --unbuffered -f pipelines/stages/big_bar.jq |
  sf-strategy --exit time:max_bars=60 |
  tee $RUN |
  sf-report
