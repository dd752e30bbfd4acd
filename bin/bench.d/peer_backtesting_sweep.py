"""S1 by backtesting.py, one combination after the other. usage: as peer_vectorbt_sweep.py"""
import itertools
import os
import sys
import warnings

from backtesting import Backtest

fast, slow = (range(*map(int, sys.argv[first:first + 3])) for first in (1, 4))
sys.argv[1:] = ["0.1", sys.argv[7]]
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import peer_backtesting as peer

warnings.filterwarnings("ignore")


class Cross(peer.Cross):
    lengths = (0, 0)

    def init(self):
        self.fast = self.I(peer.average, self.data.Close, self.lengths[0])
        self.slow = self.I(peer.average, self.data.Close, self.lengths[1])


round_trips = 0
for lengths in itertools.product(fast, slow):
    Cross.lengths = lengths
    test = Backtest(peer.bars, Cross, cash=10_000, commission=0.001, trade_on_close=True)
    round_trips += test.run()["# Trades"]
print(round_trips)
