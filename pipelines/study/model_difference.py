#!/usr/bin/env python3
"""What a model brought against the same walk without it: prints a line of JSON.

    model_difference.py BASE MODEL [--seed 1]       runs that sf-walk --output wrote

Returns are those of walk_forward.py, from hour to hour, and so is the interval of the difference
of the two Sharpe ratios: one that holds 0 says that the data cannot tell the two apart.
"""
import argparse
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from walk_forward import interval, moment, sharpe, total_and_drawdown


def read(path):
    """Equity by hour, and how many positions were closed."""
    equity, round_trips = {}, 0
    with open(path) as lines:
        for line in lines:
            if line.startswith('{"type":"equity"'):
                message = json.loads(line)
                equity[int(moment(message["ts"]).timestamp()) // 3600] = message["equity"]
            elif line.startswith('{"type":"position"') and '"status":"closed"' in line:
                round_trips += 1
    return equity, round_trips


def returns(equity, hours):
    """From hour to hour; one without a line keeps its equity."""
    past, value = [], equity[min(equity)]
    for hour in hours:
        new = equity.get(hour, value)
        past.append(new / value - 1)
        value = new
    return past


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("base")
    parser.add_argument("model")
    parser.add_argument("--seed", type=int, default=1, help="of the bootstrap [1]")
    options = parser.parse_args()
    runs = {name: read(path) for name, path in (("base", options.base), ("model", options.model))}
    ends = [hour for equity, _ in runs.values() for hour in equity]
    hours = range(min(ends), max(ends) + 1)
    row, past = {}, {}
    for name, (equity, round_trips) in runs.items():
        past[name] = returns(equity, hours)
        row[name] = {"sharpe": sharpe(past[name]), "return": total_and_drawdown(past[name])[0],
                     "round_trips": round_trips}
    row["difference"] = None
    if None not in (row["base"]["sharpe"], row["model"]["sharpe"]):
        row["difference"] = row["model"]["sharpe"] - row["base"]["sharpe"]
        row["interval"] = interval(past["model"], past["base"], options.seed)
    print(json.dumps(row))


if __name__ == "__main__":
    main()
