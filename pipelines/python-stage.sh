#!/bin/sh
# A stage in Python between sf-detect and sf-strategy: it adds signals of its own, and the
# strategy trades them as it trades those of sf-detect.
#
#   sh pipelines/python-stage.sh
#   sf-backtest -f pipelines/python-stage.sh     Python stays a process, the rest is one
#
# Try the stage alone: sf-check --stage -- python3 pipelines/stages/day_breakout.py
set -eu

RUN=out/python-stage.jsonl

sf-ingest --synthetic --symbols BTCUSDT --bars 20000 --interval 5m --seed 7 |
  sf-features sma:20 sma:50 |
  sf-detect sma_cross:20,50 |
  python3 pipelines/stages/day_breakout.py |
  sf-strategy --exit time:max_bars=60 |
  tee $RUN |
  sf-report
