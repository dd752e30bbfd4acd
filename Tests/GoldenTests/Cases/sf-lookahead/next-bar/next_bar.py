"""Signs a rise where the next bar closes higher."""
import json
import sys

last = None
for line in sys.stdin:
    message = json.loads(line)
    if message["type"] == "bar" and message["symbol"] == "BTCUSDT":
        if last and message["close"] > last["close"]:
            print(json.dumps({"type": "signal", "ts": last["ts"], "symbol": "BTCUSDT", "interval": "1m",
                              "detector": "oracle", "direction": "rise", "strength": 1}))
        if last:
            sys.stdout.write(held)
        last, held = message, ""
    if message["type"] == "end":
        sys.stdout.write(held)
    if last is None or message["type"] == "end":
        sys.stdout.write(line)
    else:
        held += line
