#!/bin/sh
# A crossing of averages on minute bars of your own:
#
#   sh pipelines/sma-cross.sh BTCPERP-1m-202201.csv
#   sf-backtest -f pipelines/sma-cross.sh BTCPERP-1m-202201.csv
#
# The file may be any that sf-ingest reads: CSV with a header, archives of klines, lines of
# another run, gzip of all of them. The symbol is a column of it, or else the begin of its name.
set -eu

RUN=out/sma-cross.jsonl

sf-ingest "$1" --interval 1m |
  sf-features sma:20 sma:50 atr:14 |
  sf-detect sma_cross:20,50 |
  sf-strategy --capital 100000 --size fixed_fraction:0.1 \
    --exit tp_sl:take_profit_pct=0.03,stop_loss_pct=0.015 --fee 0.001 |
  tee $RUN |
  sf-report
