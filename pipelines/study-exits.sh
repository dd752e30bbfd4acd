#!/bin/sh
# Do exits, sizers and filters earn more than a plain target and stop? A walk-forward study
# over all files of a directory, traded as one portfolio:
#
#   sh pipelines/study-exits.sh ../shared/data/klines-5m
#   sh pipelines/study-exits.sh ../shared/data/klines-1h --train 365d --test 90d
#
# In each window the parameters are chosen on its first part (--train) by the Sharpe ratio net
# of fees, and judged on the part behind it (--test), which the choice has not seen. The table
# shows the test parts only, and the difference to the baseline with a bootstrap interval.
# Options go to pipelines/study/walk_forward.py, whose head says how each figure is made.
set -eu

DATA=$1
shift
WORK=out/study/$(basename "$DATA")
mkdir -p "$WORK"

# What all variants share is computed once: bars, features and signals. A variant is nothing but
# another sf-strategy behind them.
sf-ingest "$DATA"/*.csv --on-conflict last |
  sf-features sma:20 sma:50 atr:14 natr:14 ret_std:20 |
  sf-detect sma_cross:20,50 > "$WORK/signals.jsonl"

python3 pipelines/study/walk_forward.py "$WORK/signals.jsonl" --work "$WORK" "$@"
