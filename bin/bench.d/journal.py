"""What a step of 300 bytes costs in a journal: written, read, sought in, opened."""
import os
import shutil
import subprocess

from measure import ROOT, WORK, Failure

# Nanoseconds: a stage of a session has 10 µs a mark for everything.
LIMITS = {
    "append, 64 KiB at a time": 1_000,
    "append, step by step": 4_000,
    "read, 64 KiB at a time": 500,
    "read, step by step": 4_000,
    "locate a mark": 200_000,
    "open and recover": 200,
}


def run():
    """Prints the table; returns its rows and the failures."""
    place = os.path.join(WORK, "journal")
    shutil.rmtree(place, ignore_errors=True)
    os.makedirs(place)
    binary = os.path.join(ROOT, ".build", "release", "journal-bench")
    done = subprocess.run([binary, place], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    shutil.rmtree(place)
    if done.returncode != 0:
        raise Failure(done.stderr.strip())
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    rows = [(what, float(ns)) for what, ns in rows]
    failures = []
    print(f"{'a step in a journal':<36}{'ns':>10}")
    for what, ns in rows:
        print(f"{what:<36}{ns:10.0f}")
        if ns > LIMITS.get(what, float("inf")):
            failures.append(f"'{what}' costs {ns:.0f} ns a step, more than {LIMITS[what]}")
    return rows, failures
