#!/bin/sh
# A first strategy, on a market that is made up: two coins over a year of 15-minute bars.
#
#   sh pipelines/quickstart.sh                   five processes
#   sf-backtest -f pipelines/quickstart.sh       the same in one process, the same bytes
#
# Run it in the project's directory with bin/ on the PATH. The market is seeded: every run
# of it, on every machine, prints the same. --start and --seed make another one.
set -eu

RUN=out/quickstart.jsonl
PAGE=out/quickstart.html

# Bars, their averages, the crossings of the averages, what trading them brings, the verdict.
# tee keeps every line of the run, for sf-cat and for other reports.
sf-ingest --synthetic --symbols BTCUSDT,ETHUSDT --bars 35040 --interval 15m --seed 42 |
  sf-features sma:20 sma:50 |
  sf-detect sma_cross:20,50 |
  sf-strategy --size fixed_fraction:0.1 --exit tp_sl:take_profit_pct=0.03,stop_loss_pct=0.015 |
  tee $RUN |
  sf-report --html $PAGE
