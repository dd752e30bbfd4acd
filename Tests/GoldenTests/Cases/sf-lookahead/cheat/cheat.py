"""Scores each close against the mean of them all: of the future, too."""
import json
import sys

lines = sys.stdin.readlines()
bars = [json.loads(line) for line in lines]
closes = [bar["close"] for bar in bars if bar["type"] == "bar"]
mean = sum(closes) / len(closes)
for line, bar in zip(lines, bars):
    sys.stdout.write(line)
    if bar["type"] == "bar":
        score = {key: bar[key] for key in ("ts", "symbol", "interval")}
        print(json.dumps({"type": "features", **score, "values": {"score": bar["close"] - mean}}))
