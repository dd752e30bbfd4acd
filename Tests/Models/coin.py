#!/usr/bin/env python3
"""A model that decides by a hash of what it is asked: every action, the same at each run.

usage: coin.py [LOG]     writes all that it is told to LOG
"""
import json
import sys
import zlib

log = open(sys.argv[1], "w") if len(sys.argv) > 1 else None
for text in sys.stdin:
    if log:
        log.write(text)
    line = json.loads(text)
    if line["type"] == "header":
        stage = {"name": "coin", "version": "1", "config": {"hash": "coin-0001"}}
        print(json.dumps({"type": "header", "protocol": 1, "stages": [stage]}), flush=True)
    elif line["type"] == "decide":
        draw = zlib.crc32(f"{line['id']} {line.get('waited', 0)}".encode())
        action = ["enter", "enter", "reduce", "skip", "wait"][draw % 5]
        answer = {"type": "decision", "ts": line["ts"], "id": line["id"], "action": action}
        if action == "reduce":
            answer["size_multiplier"] = draw // 5 % 5 / 4
        print(json.dumps(answer))
    elif line["type"] == "mark":
        sys.stdout.write(text)
        sys.stdout.flush()
