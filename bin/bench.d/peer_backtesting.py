"""The benchmark's strategy for backtesting.py. usage: peer_backtesting.py FRACTION FILE"""
import sys
import warnings

import pandas
from backtesting import Backtest, Strategy
from backtesting.lib import crossover

warnings.filterwarnings("ignore")
# It trades whole units only, so prices are per 10^-6 of a coin.
UNIT = 1e-6


def average(values, length):
    return pandas.Series(values).rolling(length).mean()


class Cross(Strategy):
    fraction = 0.1

    def init(self):
        self.fast = self.I(average, self.data.Close, 20)
        self.slow = self.I(average, self.data.Close, 50)

    def next(self):
        price = self.data.Close[-1]
        for trade in self.trades:
            if price >= trade.entry_price * 1.03 or price <= trade.entry_price * 0.985:
                trade.close()
                return
        if not self.position and crossover(self.fast, self.slow):
            self.buy(size=self.fraction)


bars = pandas.read_csv(sys.argv[2])
bars.index = pandas.to_datetime(bars.pop("timestamp_ms"), unit="ms")
bars = bars.rename(columns=str.capitalize)[["Open", "High", "Low", "Close", "Volume"]]
bars[["Open", "High", "Low", "Close"]] *= UNIT
Cross.fraction = float(sys.argv[1])
if __name__ == "__main__":
    print(Backtest(bars, Cross, cash=10_000, commission=0.001, trade_on_close=True).run())
