"""The benchmark's strategy for vectorbt. usage: peer_vectorbt.py FRACTION FILE..."""
import os
import sys

import pandas
import vectorbt

closes = {
    os.path.basename(file): pandas.read_csv(file, index_col="timestamp_ms")["close"]
    for file in sys.argv[2:]
}
close = pandas.DataFrame(closes)
close.index = pandas.to_datetime(close.index, unit="ms")
fast = vectorbt.MA.run(close, 20).ma.to_numpy()
slow = vectorbt.MA.run(close, 50).ma.to_numpy()
above = pandas.DataFrame(fast > slow, index=close.index, columns=close.columns)
entries = above & ~above.shift(fill_value=False)
portfolio = vectorbt.Portfolio.from_signals(
    close, entries, sl_stop=0.015, tp_stop=0.03, fees=0.001, init_cash=10_000,
    size=float(sys.argv[1]), size_type="percent", cash_sharing=True, group_by=True, freq="1min")
print(portfolio.stats())
