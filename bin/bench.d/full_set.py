"""What a bar costs with everything that a strategy can be told, in one process.

Three detectors that vote, five filters, Kelly, four exits, ten symbols; and the same without
the strategy, so that the difference is the strategy's.
"""
import shlex
import statistics

from measure import shell

# The bars are read and the features made in both.
BEFORE = [
    "sf-features sma:10 sma:20 sma:50 rsi:14 atr:14 natr:14 ret_std:20",
    "sf-detect sma_cross:10,20 sma_cross:20,50 threshold:rsi_14,above=55,direction=rise --repeat",
]
STRATEGY = (
    "sf-strategy --fee 0.0002 --aggregate majority"
    " --filter volatility:max_percentile=0.99,window=500 --filter drawdown:max=0.5,resume=0.3"
    " --filter correlation:max=0.9,max_correlated=3 --filter cooldown:bars=2"
    " --filter signal_accuracy:min=0.1"
    " --size kelly:min_fraction=0.01,max_fraction=0.05"
    " --exit tp_sl:0.01,0.005 --exit trailing_stop:trail_pct=0.01 --exit signal"
    " --exit time:max_bars=60"
)


def full_set(names, bars, runs):
    """Microseconds per bar, whole and without the strategy, and how much was traded."""
    whole = " | ".join([f"sf-ingest {' '.join(names)} --interval 1m", *BEFORE, STRATEGY])
    without = whole.rsplit(" | ", 1)[0]
    fills = int(shell(f"sf-backtest {shlex.quote(whole)} | grep -c '\"type\":\"fill\"'")[1])
    times = {"whole": [], "without": []}
    for _ in range(runs):
        for name, line in ("whole", whole), ("without", without + " --forward none"):
            times[name].append(shell(f"sf-backtest {shlex.quote(line)} > /dev/null")[0])
    cost = {name: statistics.median(values) / bars * 1e6 for name, values in times.items()}
    return {
        "µs a bar": round(cost["whole"], 3),
        "of them the strategy": round(cost["whole"] - cost["without"], 3),
        "fills": fills,
    }
