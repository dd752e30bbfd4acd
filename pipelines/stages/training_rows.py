#!/usr/bin/env python3
"""A table to train on, as CSV: for each bar its features and labels, and when each label was known."""
import csv
import json
import sys

rows = {}  # (symbol, interval, time of the bar): its row
names = []
for line in sys.stdin:
    message = json.loads(line)
    if message["type"] == "features":
        bar = (message["symbol"], message["interval"], message["ts"])
        cells = message["values"]
    elif message["type"] == "label" and "detector" not in message:
        bar = (message["symbol"], message["interval"], message["at"])
        name = message["label"]
        cells = {name: message["value"], name + "_t1": message.get("t1")}
    else:
        continue
    rows.setdefault(bar, {}).update(cells)
    names += [name for name in cells if name not in names]

table = csv.writer(sys.stdout, lineterminator="\n")
table.writerow(["symbol", "interval", "ts"] + names)
for bar, cells in rows.items():
    table.writerow(list(bar) + [cells.get(name) for name in names])
