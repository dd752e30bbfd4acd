#!/usr/bin/env python3
"""The benchmark's strategy as a plain Python loop over CSV files: what one writes without a library.

Crossing of the averages of 20 and 50 closes, out at +3 % or -1.5 %, fee 0.1 %, long only, one
position a symbol, fills at the close. Sums are kept in integers, so equal averages compare equal.

usage: loop.py FRACTION FILE...    prints fills, open positions and the final equity as JSON
"""
import csv
import json
import sys
from collections import deque
from contextlib import ExitStack

FAST, SLOW, TARGET, STOP, FEE, CAPITAL = 20, 50, 1.03, 0.985, 0.001, 10_000.0


class Market:
    """One symbol: its averages and its position."""

    def __init__(self):
        self.closes = deque(maxlen=SLOW)
        self.fast = self.slow = self.quantity = self.entry = self.close = 0
        self.was_above = None

    def crossed(self, text):
        """Takes a close; whether the fast average has just come above the slow one."""
        self.close = float(text)
        units, closes = round(self.close * 1e8), self.closes
        if len(closes) >= FAST:
            self.fast -= closes[-FAST]
        if len(closes) == SLOW:
            self.slow -= closes[0]
        closes.append(units)
        self.fast += units
        self.slow += units
        if len(closes) < SLOW:
            return False
        is_above = self.fast * SLOW > self.slow * FAST
        crossed = is_above and self.was_above is False
        self.was_above = is_above
        return crossed


def run(fraction, files):
    cash, fills = CAPITAL, 0
    with ExitStack() as stack:
        readers = [csv.reader(stack.enter_context(open(file, newline=""))) for file in files]
        for reader in readers:
            next(reader)
        markets = [Market() for _ in files]
        # The files of the benchmark hold the same minutes, so a row of each is one step.
        for step in zip(*readers):
            entries = []
            for market, (_, _, _, _, _, close, _) in zip(markets, step):
                if market.crossed(close):
                    entries.append(market)
            for market in markets:
                price = market.close
                if market.quantity and (price >= market.entry * TARGET or price <= market.entry * STOP):
                    cash += market.quantity * price * (1 - FEE)
                    market.quantity, fills = 0, fills + 1
            for market in entries:
                if market.quantity:
                    continue
                equity = cash + sum(other.quantity * other.close for other in markets)
                market.entry = market.close
                market.quantity = int(fraction * equity / market.close * 1e8) / 1e8
                cash -= market.quantity * market.close * (1 + FEE)
                fills += 1
    equity = cash + sum(market.quantity * market.close for market in markets)
    held = sum(1 for market in markets if market.quantity)
    return {"fills": fills, "open": held, "equity": round(equity, 4)}


if __name__ == "__main__":
    print(json.dumps(run(float(sys.argv[1]), sys.argv[2:])))
