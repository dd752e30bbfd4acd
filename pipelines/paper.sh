#!/bin/sh
# Paper trading: strategy, gate and venue as processes of a session, which brings market and answers
# to those who read them. The market is made up here; `sf-ingest binance … --follow` in its place
# follows a real one.
#
#   sf-session run -f pipelines/paper.sh --dir run --replay
#   sf-broker orders run                         what was asked for, and what became of it
#   sf-backtest -f pipelines/paper.sh            the same in one process
#   sf-session emit sh -f pipelines/paper.sh     the same as a script of named pipes
set -eu

sf-ingest --synthetic --symbols BTCUSDT,ETHUSDT --bars 5000 --interval 15m --seed 7 |
  sf-features sma:20 sma:50 atr:14 |
  sf-detect sma_cross:20,50 |
  sf-strategy --exit tp_sl:take_profit_pct=0.03,stop_loss_pct=0.015 |
  sf-risk --rule concentration:0.25 --rule drawdown:max=0.12,action=flatten |
  sf-broker virtual
