#!/usr/bin/env python3
"""Adds a signal at the first close of a day above the high of the day before."""
import json
import sys

days = {}  # symbol: [date, high so far, level to break or None]
for line in sys.stdin.buffer:
    message = json.loads(line)
    if message["type"] == "header":
        message["stages"].append({"name": "day_breakout", "version": "1", "config": {}})
        line = json.dumps(message).encode() + b"\n"
    elif message["type"] == "bar":
        date, time = message["ts"].split("T")
        day = days.setdefault(message["symbol"], [date, 0, None])
        if date != day[0] and time != "00:00:00.000Z":  # the bar of 00:00 ends a day
            day[:] = [date, 0, day[1]]
        if day[2] is not None and message["close"] > day[2]:
            signal = {key: message[key] for key in ("ts", "symbol", "interval")}
            signal |= {"type": "signal", "detector": "day_breakout", "direction": "rise", "strength": 1.0}
            line += json.dumps(signal).encode() + b"\n"
            day[2] = None
        day[1] = max(day[1], message["high"])
    sys.stdout.buffer.write(line)
    if message["type"] == "mark":  # all of this ts is written: let the next stage go on
        sys.stdout.buffer.flush()
