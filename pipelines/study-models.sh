#!/bin/sh
# Does a model that learns from the past of its signals earn more than trading all of them? A walk
# over all files of a directory, traded as one portfolio:
#
#   sh pipelines/study-models.sh ../shared/data/klines-1h
#   sh pipelines/study-models.sh DIR TRAIN TEST         365d and 90d by default
#
# In each fold the model learns from the train slice alone: from candidates whose outcome was known
# before the test begins. The last line compares the tests, joined to one run, with those of the
# same walk without a model, with the interval of the difference of their Sharpe ratios. Needs
# pandas, pyarrow and scikit-learn (PYTHON names an interpreter that has them), and duckdb.
set -eu

DATA=$1
TRAIN=${2:-365d}
TEST=${3:-90d}
PYTHON=${PYTHON:-python3}
WORK=out/study/models
mkdir -p "$WORK"

FILES=$(echo "$DATA"/*.csv)
SIGNALS="sf-ingest $FILES | sf-features sma:20 sma:{slow} rsi:14 bbands:20,2 |
  sf-detect sma_cross:20,{slow} rsi_cross bollinger_touch"
TRADING='sf-strategy --exit tp_sl:0.04,0.03 --exit time:96 --size fixed_fraction:0.1 --max-positions-per-symbol 3'

# What a model would have been asked, and what each signal would have brought.
sf-backtest "$(echo "$SIGNALS" | sed 's/{slow}/50/g') | tee $WORK/signals.jsonl | $TRADING --requests" > "$WORK/run.jsonl"
sf-strategy -q --exit tp_sl:0.04,0.03 --exit time:96 --size fixed_fraction:0.0001 --min-notional 0 \
  --max-positions-per-symbol 100000 < "$WORK/signals.jsonl" > "$WORK/every.jsonl"
sf-export --training "$WORK/table" "$WORK/run.jsonl" "$WORK/every.jsonl"

walk() {
  sf-walk --train "$TRAIN" --test "$TEST" --by sharpe --output "$WORK/$1.jsonl" -- \
    sf-sweep --grid slow=50 "$SIGNALS | $TRADING $2"
}
walk base ''
walk model "--model \"$PYTHON pipelines/stages/model_sklearn.py walk $WORK/table --days ${TRAIN%d}\""
python3 pipelines/study/model_difference.py "$WORK/base.jsonl" "$WORK/model.jsonl"
