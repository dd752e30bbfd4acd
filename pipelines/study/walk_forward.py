#!/usr/bin/env python3
"""Walk-forward over the variants of variants.py; prints a table of the parts not seen.

    walk_forward.py signals.jsonl [--train 6d] [--test 2d] [--from DAY] [--of exits] [--seed 1] [--json]

A run is `sf-strategy` over one part of the stream, begun flat with the capital of 10 000.
Returns are simple returns of equity from hour to hour; an hour without a line keeps its equity.
Sharpe is mean / sample deviation of them x sqrt(24 x 365), risk-free 0; a choice whose equity
never moves has none and is not chosen while another has one. The figures of a variant are over
its test parts, one behind the other: the return is their product, the drawdown runs through.

The interval of a difference is that of the Sharpe ratios over the same hours: 2 000 resamples by
the stationary bootstrap (Politis and Romano 1994) with blocks of 24 hours in the mean, 2.5 % cut
from either side. An interval that holds 0 says that the data cannot tell the two apart.
"""
import argparse
import json
import math
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate
from datetime import datetime, timedelta, timezone

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from variants import BASELINE, EXITS, FILTERS, SIZERS

CAPITAL = 10_000.0
HOURS_A_YEAR = 24 * 365
RESAMPLES, BLOCK_HOURS = 2_000, 24
SORTS = ["exits", "sizers", "filters"]


def moment(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)


def text_of(time):
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + "000Z"


def days(text):
    if not text.endswith("d") or not text[:-1].isdigit() or text == "0d":
        raise argparse.ArgumentTypeError(f"found '{text}', expected days like 6d")
    return timedelta(days=int(text[:-1]))


def day(text):
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=timezone.utc)
    except ValueError:
        raise argparse.ArgumentTypeError(f"found '{text}', expected a day like 2023-04-01")


class Part:
    """The lines of the stream from one time to another, in a file of their own."""

    def __init__(self, stream, work, begin, end):
        self.begin, self.hours = begin, int((end - begin).total_seconds() // 3600)
        self.path = os.path.join(work, f"{begin:%Y%m%dT%H%M}-{end:%Y%m%dT%H%M}.jsonl")
        with open(self.path, "wb") as file:
            subprocess.run(["sf-cat", stream, "--from", text_of(begin), "--to", text_of(end)],
                           stdout=file, check=True)


class Run:
    """What one choice brought on one part."""

    def __init__(self, part, options):
        done = subprocess.run(["sf-strategy", part.path, "-q", *options], capture_output=True)
        if done.returncode != 0:
            sys.exit(f"sf-strategy {' '.join(options)}: {done.stderr.decode().strip()}")
        equity, self.round_trips = [CAPITAL] + [None] * part.hours, 0
        for line in done.stdout.splitlines():
            if line.startswith(b'{"type":"equity"'):
                message = json.loads(line)
                past = (moment(message["ts"]) - part.begin).total_seconds() / 3600
                equity[min(math.ceil(past), part.hours)] = message["equity"]
            elif line.startswith(b'{"type":"position"') and b'"status":"closed"' in line:
                self.round_trips += 1
        for hour in range(1, len(equity)):
            if equity[hour] is None:
                equity[hour] = equity[hour - 1]
        self.returns = [b / a - 1 for a, b in zip(equity, equity[1:])]


def sharpe(returns):
    """Annual; None when nothing moves."""
    n = len(returns)
    if n < 2:
        return None
    mean = math.fsum(returns) / n
    variance = math.fsum((r - mean) ** 2 for r in returns) / (n - 1)
    return mean / math.sqrt(variance) * math.sqrt(HOURS_A_YEAR) if variance > 0 else None


def total_and_drawdown(returns):
    equity = high = 1.0
    drawdown = 0.0
    for r in returns:
        equity *= 1 + r
        high = max(high, equity)
        drawdown = max(drawdown, 1 - equity / high)
    return equity - 1, drawdown


class Sums:
    """Sums of returns and of their squares over any stretch, which may run over the end."""

    def __init__(self, returns):
        self.first = list(accumulate(returns + returns, initial=0.0))
        self.second = list(accumulate((r * r for r in returns + returns), initial=0.0))

    def sharpe(self, stretches, n):
        first, second = self.first, self.second
        total = math.fsum(first[end] - first[begin] for begin, end in stretches)
        squares = math.fsum(second[end] - second[begin] for begin, end in stretches)
        variance = (squares - total * total / n) / (n - 1)
        return total / n * math.sqrt(HOURS_A_YEAR / variance) if variance > 1e-24 else None


def interval(ours, theirs, seed):
    """The bootstrap interval of sharpe(ours) - sharpe(theirs), drawn from the same hours."""
    generator, n, differences = random.Random(seed), len(ours), []
    draw, chance = generator.random, 1 / BLOCK_HOURS
    a, b = Sums(ours), Sums(theirs)
    for _ in range(RESAMPLES):
        stretches, place, since = [], generator.randrange(n), 0
        for hour in range(1, n):
            if draw() < chance:
                stretches.append((place, place + hour - since))
                place, since = generator.randrange(n), hour
        stretches.append((place, place + n - since))
        x, y = a.sharpe(stretches, n), b.sharpe(stretches, n)
        if x is not None and y is not None:
            differences.append(x - y)
    if len(differences) < RESAMPLES / 2:
        return None
    differences.sort()
    cut = int(len(differences) * 0.025)
    return differences[cut], differences[-1 - cut]


class Study:
    """The windows of a stream, and what each variant brings in their test parts."""

    def __init__(self, stream, work, train, test, since):
        begin, end = self.range(stream)
        begin = max(begin, since or begin)
        self.windows = []
        while begin + train + test <= end:
            middle = begin + train
            self.windows.append((Part(stream, work, begin, middle),
                                 Part(stream, work, middle, middle + test)))
            begin += test
        if not self.windows:
            sys.exit(f"found {(end - begin).days} days, expected at least --train and --test together")
        self.pool = ThreadPoolExecutor(os.cpu_count())

    @staticmethod
    def range(stream):
        """The first hour that the stream covers whole, and the last mark."""
        first = last = None
        with open(stream, "rb") as file:
            for line in file:
                if line.startswith(b'{"type":"mark"'):
                    last = line
                    first = first or line
        if first is None:
            sys.exit(f"{stream}: found no mark, expected bars")
        begin, end = (moment(json.loads(line)["ts"]) for line in (first, last))
        return begin.replace(minute=0, second=0) + timedelta(hours=1), end

    def walk(self, choices, window):
        """The best of the choices on the training part, and its run on the test part."""
        train, test = window
        runs = list(self.pool.map(lambda options: Run(train, options), choices))
        scores = [sharpe(run.returns) for run in runs]
        best = max(range(len(choices)),
                   key=lambda i: (-math.inf if scores[i] is None else scores[i], -i))
        return choices[best], Run(test, choices[best])

    def figures(self, name, runs):
        returns = [r for run in runs for r in run.returns]
        total, drawdown = total_and_drawdown(returns)
        return {"variant": name, "sharpe": sharpe(returns), "return_pct": 100 * total,
                "max_drawdown_pct": 100 * drawdown,
                "round_trips": sum(run.round_trips for run in runs)}, returns

    def rows(self, seed, sorts):
        picked, base_runs = zip(*(self.walk(BASELINE[1], window) for window in self.windows))
        base, base_returns = self.figures(BASELINE[0], base_runs)
        yield base
        for sort, variants in (("exits", EXITS), ("sizers", SIZERS), ("filters", FILTERS)):
            stands_on_exit = sort != "exits"
            for name, choices in variants if sort in sorts else []:
                runs = [self.walk([(exits if stands_on_exit else []) + choice
                                   for choice in choices], window)[1]
                        for exits, window in zip(picked, self.windows)]
                row, returns = self.figures(name, runs)
                if row["sharpe"] is not None and base["sharpe"] is not None:
                    row["difference"] = row["sharpe"] - base["sharpe"]
                    row["interval"] = interval(returns, base_returns, seed)
                yield row


def show(row):
    def number(value, places=2):
        return "-" if value is None else f"{value:.{places}f}"

    bounds = row.get("interval")
    between = f"{bounds[0]:.2f} … {bounds[1]:.2f}" if bounds else "-"
    print(f"{row['variant']:26}{number(row['sharpe']):>10}{number(row['return_pct']):>12}"
          f"{number(row['max_drawdown_pct']):>12}{row['round_trips']:>13}"
          f"{number(row.get('difference')):>15}   {between}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stream", help="bars, features and signals, as study-exits.sh makes them")
    parser.add_argument("--work", default="out/study", help="where the parts are kept")
    parser.add_argument("--train", type=days, default="6d", help="to choose on [6d]")
    parser.add_argument("--test", type=days, default="2d", help="to judge on [2d]")
    parser.add_argument("--from", dest="since", type=day, metavar="DAY",
                        help="where the first part begins, as in 2023-04-01 [the first bar]")
    parser.add_argument("--of", nargs="+", default=SORTS, choices=SORTS, help="sorts of rows [all]")
    parser.add_argument("--seed", type=int, default=1, help="of the bootstrap [1]")
    parser.add_argument("--json", action="store_true", help="a line of JSON for each variant")
    options = parser.parse_args()
    study = Study(options.stream, options.work, options.train, options.test,
                  options.since)
    if not options.json:
        print(f"{len(study.windows)} windows, {options.train.days} days to choose, "
              f"{options.test.days} days to judge; out of sample only, net of fees\n")
        print(f"{'variant':26}{'Sharpe':>10}{'return, %':>12}{'max dd, %':>12}{'round trips':>13}"
              f"{'Sharpe - base':>15}   95 % interval")
    for row in study.rows(options.seed, options.of):
        if options.json:
            print(json.dumps(row), flush=True)
        else:
            show(row)


if __name__ == "__main__":
    main()
