#!/usr/bin/env python3
"""A model by rules: no detector that is often wrong, less in a drawdown, no second entry at once."""
import json
import sys

hit_rate, drawdown = {}, 0.0
# As json.loads, which would look for blanks around each line.
read = json.JSONDecoder().raw_decode


def say(line):
    print(json.dumps(line))


def decide(request):
    """What to do about an entry, by what was told at its mark."""
    if (hit_rate.get(request["detector"]) or 1) < 0.4:
        return {"action": "skip", "reason": "often wrong"}
    if request.get("bars_since_entry", 100) < 5:
        return {"action": "wait"}
    if drawdown > 0.02:
        return {"action": "reduce", "size_multiplier": 0.5}
    return {"action": "enter"}


for text in sys.stdin:
    line, _ = read(text)
    if line["type"] == "header":
        stage = {"name": "rules", "version": "1.0", "config": {"hash": "rules-1.0"}}
        say({"type": "header", "protocol": 1, "stages": [stage]})
    elif line["type"] == "signal_metrics":
        hit_rate[line["detector"]] = line["hit_rate"] if line["known"] >= 20 else None
    elif line["type"] == "book_metrics":
        drawdown = line["drawdown"]
    elif line["type"] == "decide":
        say({"type": "decision", "ts": line["ts"], "id": line["id"], **decide(line)})
    elif line["type"] == "mark":
        print(text, end="")
    if line["type"] in ("header", "mark"):
        sys.stdout.flush()
