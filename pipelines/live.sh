#!/bin/sh
# Live trading: the pipeline of paper trading, its market that of the exchange, its venue the exchange
# itself. It trades at the testnet, by the key in `testnet.key` (mode 600); the guide 'From paper to
# live' says what real money asks for beside it.
#
#   sf-session run -f pipelines/live.sh --dir live
#   sf-broker status live                        what it lets out
#   sf-broker kill --account testnet.key         nothing of the account works any more
set -eu

sf-ingest binance --symbols BTCUSDT,ETHUSDT --interval 15m --follow --stream --quotes --warm-up 1d |
  sf-features sma:20 sma:50 atr:14 |
  sf-detect sma_cross:20,50 |
  sf-strategy --exit tp_sl:take_profit_pct=0.03,stop_loss_pct=0.015 --min-notional 10 |
  sf-risk --rule concentration:0.25 --rule drawdown:max=0.12,action=flatten |
  sf-broker binance --account testnet.key
