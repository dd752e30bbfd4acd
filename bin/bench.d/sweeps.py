"""What many backtests cost: S1, S2 and isolated books, beside the same work of vectorbt and
backtesting.py; and the page of a run (page.py).

S1 is 100 combinations of two averages over W1's bars with take profit and stop loss, S2 10 000 of
them, "isolated" one choice over the bars of W3, each symbol with a book of its own. Whole processes
from CSV to the lines of all trials. The round trips of all trials together stand beside the times.
"""
import json
import os
import shlex
import statistics

import page
from measure import WORK, Failure, shell

HERE = os.path.dirname(os.path.abspath(__file__))
# What a row is, and the seconds that it may take at most.
ROWS = {
    "S1": ("100 combinations, 100 000 bars", 1.4),
    "S2": ("10 000 combinations, 100 000 bars", 120),
    "isolated": ("isolated books, 10 symbols of 525 600 bars", 4),
    "page": ("`sf-report --html`, 525 600 bars", 2),
    "page with prices and signals": ("the same behind `--forward all`", 2),
}
# Both axes as Python's range has them; the slow average is always the longer one.
SPACES = {"S1": ((5, 51, 5), (60, 241, 20)), "S2": ((2, 102, 1), (110, 310, 2))}
TRADING = "sf-strategy --fill close --fee 0.001 --exit tp_sl:take_profit_pct=0.03,stop_loss_pct=0.015"


def grid(name, axis):
    first, end, step = axis
    return f"--grid {name}={first}..{(end - 1 - first) // step * step + first}:{step}"


def pipeline(names, fast, slow, size):
    return " | ".join([
        f"sf-ingest {' '.join(names)} --interval 1m", f"sf-features sma:{fast} sma:{slow}",
        f"sf-detect sma_cross:{fast},{slow}", f"{TRADING} --size fixed_fraction:{size}"])


def sweep(space, names):
    fast, slow = space
    return f"sf-sweep {grid('fast', fast)} {grid('slow', slow)} " + shlex.quote(
        pipeline(names, "{fast}", "{slow}", 0.1))


def isolated(names):
    return "sf-sweep --mode isolated --grid fast=20 --set slow=50 " + shlex.quote(
        pipeline(names, "{fast}", "{slow}", 0.1))


def timed(line, runs):
    """The median of some runs, and the output of the last."""
    seconds = []
    for _ in range(runs):
        took, output = shell(line)
        seconds.append(took)
    return round(statistics.median(seconds), 3), output


def ours(line, runs, expected):
    """Seconds, trials and the round trips of all of them."""
    seconds, output = timed(line, runs)
    trials = [json.loads(text) for text in output.splitlines()]
    if len(trials) != expected or any(trial["status"] != "done" for trial in trials):
        raise Failure(f"{len(trials)} trials, expected {expected} that are done")
    return {"seconds": seconds, "trials": expected,
            "round_trips": sum(trial["round_trips"] for trial in trials)}


def peer(name, space, names):
    """One run: the slow of them take a minute. It prints the round trips of all trials."""
    axes = " ".join(str(number) for axis in space for number in axis)
    seconds, output = timed(f"peers/bin/python {HERE}/peer_{name}_sweep.py {axes} {names[0]}", 1)
    return {"seconds": seconds, "round_trips": int(output.split()[-1])}


def sweeps(one, year, ten, runs, with_peers):
    """The files of W1, W2 and W3; of `year` and `ten` none where S1 is enough."""
    results = {"S1": {"sf-sweep": ours(sweep(SPACES["S1"], one), runs, 100)}}
    if with_peers:
        for name in ("vectorbt", "backtesting"):
            results["S1"][name] = peer(name, SPACES["S1"], one)
    if year and ten:
        results["S2"] = {"sf-sweep": ours(sweep(SPACES["S2"], one), 1, 10_000)}
        results["isolated"] = {"sf-sweep": ours(isolated(ten), runs, 1)}
        results.update(page.pages(year[0], runs))
    return results


def too_slow(results):
    """The rows of ours that took longer than they may."""
    return [name for name, rows in results.items() if next(iter(rows.values()))["seconds"] > ROWS[name][1]]


def print_text(results):
    for name, rows in results.items():
        print(f"\n{name}: at most {ROWS[name][1]} s")
        for contender, row in rows.items():
            print(f"  {contender:<24}{row['seconds']:9.3f} s  {row['round_trips']} round trips")


def markdown(results):
    """The table of Speed.md: seconds, and in brackets the round trips."""
    peers = list(results["S1"])[1:]
    lines = ["| Many backtests, the page | | " + "".join(f"{name} | " for name in peers),
             "| --- |" + " --- |" * (1 + len(peers))]
    for name, rows in results.items():
        ours, *others = rows.values()
        cells = [f"{row['seconds']:.2f} s ({row['round_trips']})" for row in (ours, *others)]
        cells += [""] * (len(peers) - len(others))
        lines.append(f"| {ROWS[name][0]} | " + " | ".join(cells) + " |")
    return "\n".join(line.rstrip() for line in lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(f"run bin/bench sweeps; files are in {WORK}")
