"""What a store costs: a year of minutes written to SQLite, committed, and read back as lines.

With `--large` also how soon bars come out of a store of 100 million (191 symbols, 6 GB in out/bench,
which is made at the first use in some minutes and stays there).
"""
import os
import statistics

from measure import WORK, shell

BARS = 525_600
RUNS = 5
SYMBOLS = 191
LARGE = "first bar among 100 million"
LIMITS = {"write": 2.0, "read": 1.0, "first bar of a month": 0.05, LARGE: 0.05}


def first_bar(store, symbol):
    """Seconds from the start of the tool to the first bar of June."""
    return shell(f"sf-ingest --store {store} --symbols {symbol} --from 2024-06-01 --to 2024-07-01"
                 " | head -n 2 > /dev/null || [ $? = 141 ]")[0]


def large():
    """Median seconds to the first bar of a month of one symbol."""
    store = os.path.join(WORK, "store-large.db")
    if not os.path.exists(store):
        symbols = ",".join(f"S{number}USDT" for number in range(1, SYMBOLS + 1))
        shell(f"sf-ingest -q --synthetic --symbols {symbols} --bars {BARS} --store {store}.part > /dev/null")
        os.rename(store + ".part", store)
        os.remove(store + ".part-lock")
    return statistics.median(first_bar(store, f"S{number}USDT") for number in range(1, SYMBOLS + 1, 20))


def run(with_large):
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
    seconds = {name: [] for name in LIMITS if name != LARGE}
    for _ in range(RUNS):
        drop()
        seconds["write"].append(shell(f"sf-ingest -q {lines} --store {store} > /dev/null")[0])
        seconds["read"].append(shell(f"sf-ingest --store {store} > /dev/null")[0])
        seconds["first bar of a month"].append(first_bar(store, "SYNTH"))
    drop()
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    if with_large:
        medians[LARGE] = large()
    return {name: round(median, 3) for name, median in medians.items()}


def print_text(seconds):
    for name, value in seconds.items():
        print(f"{name:28}{value:7.3f} s   at most {LIMITS[name]} s")


def too_slow(seconds):
    return [name for name, value in seconds.items() if value > LIMITS[name]]


def markdown(seconds):
    """The sentence of Speed.md."""
    return (f"A year of minutes goes into a SQLite store in {seconds['write']:.2f} s and comes back as "
            f"lines in {seconds['read']:.2f} s; the first bar of a month in it is there after "
            f"{seconds['first bar of a month'] * 1e3:.0f} ms"
            + (f", of one in a store of 100 million bars after {seconds[LARGE] * 1e3:.0f} ms.\n"
               if LARGE in seconds else ".\n"))
