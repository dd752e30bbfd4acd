"""What a candidate costs that a model in Python decides on, parent and child on one core.

The same stream is traded without a model and with one, both bound to one core; a stream without a
signal takes what starting the model costs. A bare round trip, a line of JSON to Python and back
through two pipes, says what of it is the machine's.
"""
import json
import os
import statistics
import subprocess
import sys
import time

from measure import ENVIRONMENT, ROOT, WORK, shell

RUNS = 5
# Microseconds of a candidate that are not to be exceeded.
LIMIT = 60
BARS = 100_000
MODEL = os.path.join(ROOT, "pipelines", "stages", "model_rules.py")
STRATEGY = "sf-strategy -q --fee 0 --size fixed_fraction:0.01 --exit time:3 --max-positions-per-symbol 9"
ECHO = """
import json, sys
for line in sys.stdin:
    print(json.dumps(json.loads(line)), flush=True)
"""


def bound(line):
    """A shell line on one core."""
    return "taskset -c 0 bash -o pipefail -c " + "'" + line.replace("'", "'\\''") + "'"


def streams():
    """Signals of about one bar in four, and the same bars without any."""
    names = []
    for name, condition in ("signals", "close > open and rsi_5 > 50"), ("silence", "close < 0"):
        path = os.path.join(WORK, f"models-{name}.jsonl")
        if not os.path.exists(path):
            shell(f"sf-ingest --synthetic --bars {BARS} | sf-features rsi:5 | "
                  f"sf-detect --name up --rise '{condition}' > {path}.part && mv {path}.part {path}")
        names.append(path)
    return names


def round_trip(count=20_000):
    """Microseconds of a line to a Python process and back."""
    child = subprocess.Popen(
        ["taskset", "-c", "0", sys.executable, "-c", ECHO], env=ENVIRONMENT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    line = json.dumps({"type": "decide", "id": "1735571700000-1", "symbol": "S1"}).encode() + b"\n"
    begin = 0.0
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {0})
    for number in range(count + 1):
        if number == 1:
            begin = time.perf_counter()
        child.stdin.write(line)
        child.stdin.flush()
        child.stdout.readline()
    seconds = time.perf_counter() - begin
    os.sched_setaffinity(0, cores)
    child.stdin.close()
    child.wait()
    return seconds / count * 1e6


def run():
    signals, silence = streams()
    model = f'--model "python3 {MODEL}"'
    lines = {
        "without": f"{STRATEGY} < {signals} > /dev/null",
        "with": f"{STRATEGY} {model} < {signals} > /dev/null",
        "silent without": f"{STRATEGY} < {silence} > /dev/null",
        "silent with": f"{STRATEGY} {model} < {silence} > /dev/null",
    }
    asked = int(shell(f"{STRATEGY} {model} < {signals} | grep -c '\"type\":\"decide\"'")[1])
    times = {name: [] for name in lines}
    for _ in range(RUNS):
        for name, line in lines.items():
            times[name].append(shell(bound(line))[0])
    took = {name: statistics.median(past) for name, past in times.items()}
    started = took["silent with"] - took["silent without"]
    return {
        "candidates": asked,
        "start_s": round(started, 3),
        "candidate_us": round((took["with"] - took["without"] - started) / asked * 1e6, 1),
        "round_trip_us": round(round_trip(), 1),
    }


def text(results):
    return (
        f"A model in Python adds {results['candidate_us']} µs a candidate "
        f"({results['candidates']} candidates, both on one core) and {results['start_s']} s once; "
        f"a bare round trip of a line of JSON takes {results['round_trip_us']} µs.")


def print_text(results):
    print(text(results))


def markdown(results):
    return text(results) + "\n"


def too_slow(results):
    if results["candidate_us"] <= LIMIT:
        return []
    return [f"a candidate ({results['candidate_us']} µs, at most {LIMIT})"]
