#!/bin/sh
# A pipeline for a session: it runs for weeks, and each of its processes may be killed. The market
# is made up here; `sf-ingest binance … --follow` in its place follows a real one.
#
#   sf-session run -f pipelines/session.sh --dir run --replay
#   sf-backtest -f pipelines/session.sh          the same in one process, the same bytes
#   sh pipelines/session.sh                      the same by pipes
set -eu

sf-ingest --synthetic --symbols BTCUSDT,ETHUSDT --bars 5000 --interval 15m --seed 7 |
  sf-features sma:20 sma:50 atr:14 |
  sf-detect sma_cross:20,50 |
  sf-strategy --exit tp_sl:take_profit_pct=0.03,stop_loss_pct=0.015 |
  tee out/session.jsonl
