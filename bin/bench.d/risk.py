"""What a gate between strategy and venue costs a backtest, in seconds of processors.

One market is traded by one strategy in one process: without a gate, behind one without rules, and
behind one with six. What the strategy writes is written in all of them.
"""
import os
import resource
import statistics

from measure import WORK, shell

RUNS = 7
BARS = 525_600
# What a gate may take of a run without one.
LIMITS = {"no rule": 0.03, "six rules": 0.15}
RULES = [
    "position:0.5", "exposure", "positions:5", "cooldown", "drawdown:0.5,action=flatten", "rate:50,1h"]
STRATEGY = "sf-features sma:20 sma:50 | sf-detect sma_cross:20,50 | sf-strategy --exit tp_sl:0.03,0.015"


def market():
    """A year of minutes, made at the first use."""
    path = os.path.join(WORK, f"risk-{BARS}.csv")
    if not os.path.exists(path):
        shell(f"sf-ingest --synthetic --bars {BARS} | sf-cat --type bar --csv > {path}.part")
        os.rename(path + ".part", path)
    return path


def texts():
    plain = f"sf-ingest {market()} --timestamp close | {STRATEGY}"
    gate = f"{plain} | tee /dev/null | sf-risk"
    return {
        "no gate": plain,
        "no rule": gate,
        "six rules": gate + "".join(f" --rule {rule}" for rule in RULES),
    }


def seconds(text):
    """What a text takes of all processors."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    shell(f"sf-backtest -q '{text}' > /dev/null")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run():
    lines = texts()
    times = {name: [] for name in lines}
    for _ in range(RUNS):
        for name, text in lines.items():
            times[name].append(seconds(text))
    took = {name: statistics.median(past) for name, past in times.items()}
    return {
        "bars": BARS,
        "seconds": {name: round(value, 3) for name, value in took.items()},
        "added": {name: round(took[name] / took["no gate"] - 1, 4) for name in LIMITS},
    }


def text(results):
    added = " and ".join(
        f"{part * 100:.1f} % with {name}" for name, part in results["added"].items())
    return (
        f"A gate adds to a backtest of {results['bars']} bars, which takes "
        f"{results['seconds']['no gate']} s of processors, {added}.")


def print_text(results):
    print(text(results))


def markdown(results):
    return text(results) + "\n"


def too_slow(results):
    return [
        f"a gate with {name} ({part * 100:.1f} %, at most {LIMITS[name] * 100:.0f} %)"
        for name, part in results["added"].items() if part > LIMITS[name]]
