#!/usr/bin/env python3
"""A model by rules: no detector that is often wrong, less in a drawdown, no second entry at once."""
import json
import sys

hit_rate, drawdown = {}, 0.0
# As json.loads, which would look for blanks around each line.
read = json.JSONDecoder().raw_decode


write = json.JSONEncoder(check_circular=False).encode


def say(line):
    sys.stdout.write(write(line) + "\n")


def decide(request):
    """What to do about an entry, by what was told at its mark."""
    if (hit_rate.get(request["detector"]) or 1) < 0.4:
        return {"action": "skip", "reason": "often wrong"}
    if request.get("bars_since_entry", 100) < 5:
        return {"action": "wait"}
    if drawdown > 0.02:
        return {"action": "reduce", "size_multiplier": 0.5}
    return {"action": "enter"}


metrics = {}
for text in sys.stdin:
    line, _ = read(text)
    kind = line["type"]
    if kind == "signal_metrics":
        hit_rate[line["detector"]] = line["hit_rate"] if line["known"] >= 20 else None
    elif kind == "book_metrics":
        drawdown = line["drawdown"]
    elif kind == "decide":
        say({"type": "decision", "ts": line["ts"], "id": line["id"]} | decide(line))
    elif kind == "mark":
        sys.stdout.write(text)
        sys.stdout.flush()
    elif kind == "header":
        stage = {"name": "rules", "version": "1.0", "config": {"hash": "rules-1.0"}}
        say({"type": "header", "protocol": 1, "stages": [stage]})
        sys.stdout.flush()
