#!/usr/bin/env python3
"""A model that always enters."""
import json
import sys

for text in sys.stdin:
    line = json.loads(text)
    if line["type"] == "header":
        stage = {"name": "enter", "version": "1", "config": {"hash": "enter-01"}}
        print(json.dumps({"type": "header", "protocol": 1, "stages": [stage]}), flush=True)
    elif line["type"] == "decide":
        print(json.dumps({"type": "decision", "ts": line["ts"], "id": line["id"], "action": "enter"}))
    elif line["type"] == "mark":
        sys.stdout.write(text)
        sys.stdout.flush()
