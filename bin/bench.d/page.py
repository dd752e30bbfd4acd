"""What the page of a run costs: the recorded lines of a year of minutes to one HTML file.

About 2 000 round trips on W2's bars. The lines are what sf-strategy writes, and behind
`--forward all` also bars, features and signals, of which the page shows prices and signal quality.
"""
import json
import os
import statistics

from measure import WORK, Failure, shell

ROUND_TRIPS = range(1_900, 2_101)
RECORDED = {"page": "", "page with prices and signals": " --forward all"}


def pipeline(bars, forward):
    return " | ".join([
        f"sf-ingest {bars} --interval 1m", "sf-features sma:8 sma:20", "sf-detect sma_cross:8,20",
        f"sf-strategy{forward} --fill close --fee 0.001 --size fixed_fraction:0.1"
        " --exit tp_sl:take_profit_pct=0.017,stop_loss_pct=0.0085"])


def recorded(bars, name):
    """The file of a run's lines; made at the first use."""
    path = os.path.join(WORK, name.replace(" ", "-") + ".jsonl")
    if not os.path.exists(path):
        shell(f"{pipeline(bars, RECORDED[name])} > {path}.part")
        os.rename(path + ".part", path)
    return path


def pages(bars, runs):
    """Seconds and round trips by what was recorded."""
    results = {}
    for name in RECORDED:
        lines = recorded(bars, name)
        page = os.path.join(WORK, "page.html")
        seconds = []
        for _ in range(runs):
            took, table = shell(f"sf-report {lines} --html {page} --format json")
            seconds.append(took)
        os.remove(page)
        round_trips = json.loads(table)["summary"]["round_trips"]
        if round_trips not in ROUND_TRIPS:
            raise Failure(f"{lines} has {round_trips} round trips, expected about 2000")
        results[name] = {"sf-report": {
            "seconds": round(statistics.median(seconds), 3), "round_trips": round_trips}}
    return results
