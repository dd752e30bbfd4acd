"""S1 by vectorbt, all combinations at once. usage: peer_vectorbt_sweep.py FAST… SLOW… FILE"""
import itertools
import sys

import numpy
import pandas
import vectorbt

fast, slow = (range(*map(int, sys.argv[first:first + 3])) for first in (1, 4))
bars = pandas.read_csv(sys.argv[7], index_col="timestamp_ms")
bars.index = pandas.to_datetime(bars.index, unit="ms")
close = bars["close"]
averages = {length: vectorbt.MA.run(close, length).ma.to_numpy() for length in (*fast, *slow)}
pairs = list(itertools.product(fast, slow))
above = pandas.DataFrame(
    numpy.column_stack([averages[f] > averages[s] for f, s in pairs]), index=close.index,
    columns=pandas.MultiIndex.from_tuples(pairs, names=["fast", "slow"]))
entries = above & ~above.shift(fill_value=False)
portfolio = vectorbt.Portfolio.from_signals(
    close, entries, sl_stop=0.015, tp_stop=0.03, fees=0.001, init_cash=10_000, size=0.1,
    size_type="percent", freq="1min")
returns, drawdowns = portfolio.total_return(), portfolio.max_drawdown()
print(returns.idxmax(), returns.max(), drawdowns.min(), portfolio.sharpe_ratio().max())
print(int(portfolio.trades.closed.count().sum()))
