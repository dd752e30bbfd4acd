"""What a store costs: a year of minutes written to SQLite, committed, and read back as lines."""
import os
import statistics

from measure import WORK, shell

BARS = 525_600
RUNS = 5
LIMITS = {"write": 2.0, "read": 1.0, "first bar of a month": 0.05}


def run():
    """Median seconds by what was done."""
    store = os.path.join(WORK, "store.db")

    def drop():
        for suffix in ("", "-wal", "-shm", "-lock"):
            if os.path.exists(store + suffix):
                os.remove(store + suffix)

    lines = os.path.join(WORK, f"store-{BARS}.jsonl")
    if not os.path.exists(lines):
        shell(f"sf-ingest --synthetic --bars {BARS} > {lines}.part")
        os.rename(lines + ".part", lines)
    seconds = {name: [] for name in LIMITS}
    for _ in range(RUNS):
        drop()
        seconds["write"].append(shell(f"sf-ingest -q {lines} --store {store} > /dev/null")[0])
        seconds["read"].append(shell(f"sf-ingest --store {store} > /dev/null")[0])
        seconds["first bar of a month"].append(
            shell(f"sf-ingest --store {store} --from 2024-06-01 | head -n 2 > /dev/null || [ $? = 141 ]")[0])
    drop()
    return {name: round(statistics.median(times), 3) for name, times in seconds.items()}


def print_text(seconds):
    for name, value in seconds.items():
        print(f"{name:24} {value:7.3f} s   at most {LIMITS[name]} s")


def too_slow(seconds):
    return [name for name, value in seconds.items() if value > LIMITS[name]]


def markdown(seconds):
    """The sentence of README.md."""
    return (f"A year of minutes goes into a SQLite store in {seconds['write']:.2f} s and comes back as "
            f"lines in {seconds['read']:.2f} s; the first bar of a month in it is there after "
            f"{seconds['first bar of a month'] * 1e3:.0f} ms.\n")
