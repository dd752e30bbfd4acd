#!/usr/bin/env python3
"""What trading a stream brings, computed again the plain way: prints the fills, one a line.

usage: trading.py [NAME=VALUE ...] < STREAM     (bars, signals, marks)

It follows the definition of the trading semantics and shares no code with the tools: integers
of 1e-8 for prices and quantities, of 1e-16 for money. Names: capital fee maker slippage size
exit (tp_sl or trailing_stop) target stop trail trigger (close or intrabar) short limit_bps max_bars.
"""
import json
import sys
from fractions import Fraction

UNIT = 10**8
options = dict(
    capital="10000", fee="0.001", maker="0.001", slippage="0", size="0.1", exit="tp_sl",
    target="0.03", stop="0.015", trail="0.02", trigger="close", short="no", limit_bps="",
    max_bars="5")
options.update(pair.split("=", 1) for pair in sys.argv[1:])


def units(text):
    value = Fraction(str(text)) * UNIT
    assert value.denominator == 1, text
    return int(value)


def number(text):
    return Fraction(text)


def text_of(value):
    sign, value = ("-", -value) if value < 0 else ("", value)
    decimals = f"{value % UNIT:08d}".rstrip("0")
    return f"{sign}{value // UNIT}.{decimals or '0'}"


def ceil(value):
    return -((-value.numerator) // value.denominator)


def floor(value):
    return value.numerator // value.denominator


def half_even(value):
    low = floor(value)
    rest = value - low
    return low + (1 if rest > Fraction(1, 2) or (rest == Fraction(1, 2) and low % 2) else 0)


FEE, MAKER, SLIP = number(options["fee"]), number(options["maker"]), number(options["slippage"])
cash = units(options["capital"]) * UNIT
positions, exits, entries, closes, marks = [], [], [], {}, {}
numbers = [None, 0]


def next_id(ts):
    numbers[1] = numbers[1] + 1 if numbers[0] == ts else 1
    numbers[0] = ts
    return f"{epoch(ts)}-{numbers[1]}"


def epoch(ts):
    from datetime import datetime, timezone
    moment = datetime.strptime(ts, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)
    return round(moment.timestamp() * 1000)


def text_time(milliseconds):
    from datetime import datetime, timezone
    moment = datetime.fromtimestamp(milliseconds // 1000, timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{milliseconds % 1000:03d}Z"


def slipped(side, price):
    """A market price: against the trader, to 1e-8."""
    price = Fraction(price)
    return ceil(price * (1 + SLIP)) if side == "buy" else floor(price * (1 - SLIP))


def fee_of(notional, rate):
    return min(ceil(Fraction(notional) * rate / UNIT), notional // UNIT)


def free_cash():
    locked = sum(2 * closes[p["symbol"]] * p["quantity"] for p in positions if p["sign"] < 0)
    return cash - locked


def need(sign, quantity, price, reference, rate):
    notional, locked = price * quantity, reference * quantity
    fee = fee_of(notional, rate) * UNIT
    return notional + fee if sign > 0 else 2 * locked - notional + fee


def affordable(sign, wanted, price, reference, rate, free):
    if need(sign, wanted, price, reference, rate) <= free:
        return wanted
    low, high = 0, wanted
    while free > 0 and high - low > 1:
        middle = (low + high) // 2
        if need(sign, middle, price, reference, rate) <= free:
            low = middle
        else:
            high = middle
    return low


def say(order, side, price, quantity, fee, position, liquidity, at, ts):
    print(json.dumps(dict(
        ts=ts, id=order + "-1", side=side, price=text_of(price), quantity=text_of(quantity),
        fee=text_of(fee), position=position, liquidity=liquidity, at=at)))


def close_position(position, order, reference, at, ts):
    global cash
    side = "sell" if position["sign"] > 0 else "buy"
    price = slipped(side, reference)
    notional = price * position["quantity"]
    fee = fee_of(notional, FEE)
    cash += position["sign"] * notional - fee * UNIT
    positions.remove(position)
    say(order, side, price, position["quantity"], fee, position["id"], "taker", at, ts)


def open_position(entry, price, rate, liquidity, at, ts, inside=False):
    global cash
    quantity = affordable(entry["sign"], entry["quantity"], price, price, rate, free_cash())
    if quantity == 0:
        return
    notional = price * quantity
    fee = fee_of(notional, rate)
    cash -= entry["sign"] * notional + fee * UNIT
    positions.append(dict(
        id=entry["id"], symbol=entry["symbol"], sign=entry["sign"], quantity=quantity, entry=price,
        peak=price, inside=inside, closing=False))
    side = "buy" if entry["sign"] > 0 else "sell"
    say(entry["id"], side, price, quantity, fee, entry["id"], liquidity, at, ts)


def levels(position):
    """Target and stop, exact."""
    sign = position["sign"]
    if options["exit"] == "trailing_stop":
        return None, position["peak"] * (1 - sign * number(options["trail"]))
    entry = position["entry"]
    return (entry * (1 + sign * number(options["target"])),
            entry * (1 - sign * number(options["stop"])))


def meets(position, target, stop, price):
    sign = position["sign"]
    return (target is not None and sign * price >= sign * target,
            stop is not None and sign * price <= sign * stop)


def fill_waiting(ts, bars, length):
    for waiting in list(exits):
        if waiting["symbol"] in bars:
            exits.remove(waiting)
            open_ = bars[waiting["symbol"]]["open"]
            close_position(waiting["position"], waiting["id"], open_, text_time(epoch(ts) - length), ts)
    for entry in list(entries):
        bar = bars.get(entry["symbol"])
        if bar is None:
            continue
        opened, sign, limit = text_time(epoch(ts) - length), entry["sign"], entry["limit"]
        if limit is None:
            entries.remove(entry)
            side = "buy" if sign > 0 else "sell"
            open_position(entry, slipped(side, bar["open"]), FEE, "taker", opened, ts)
            continue
        entry["bars"] += 1
        worst = bar["low"] if sign > 0 else bar["high"]
        if sign * bar["open"] < sign * limit:
            entries.remove(entry)
            open_position(entry, bar["open"], MAKER, "maker", opened, ts)
        elif sign * worst < sign * limit:
            entries.remove(entry)
            open_position(entry, limit, MAKER, "maker", ts, ts, inside=True)
        elif entry["bars"] == int(options["max_bars"]):
            entries.remove(entry)


def meet_inside(ts, bars, length):
    for position in list(positions):
        bar = bars.get(position["symbol"])
        if bar is None or position["closing"]:
            continue
        target, stop = levels(position)
        long = position["sign"] > 0
        best, worst = (bar["high"], bar["low"]) if long else (bar["low"], bar["high"])
        if not position["inside"] and any(meets(position, target, stop, bar["open"])):
            close_position(position, next_id(ts), bar["open"], text_time(epoch(ts) - length), ts)
        elif meets(position, None, stop, worst)[1]:
            close_position(position, next_id(ts), stop, ts, ts)
        elif not position["inside"] and meets(position, target, None, best)[0]:
            close_position(position, next_id(ts), target, ts, ts)


def check_exits(ts, bars):
    for position in positions:
        bar = bars.get(position["symbol"])
        if bar is None or position["closing"]:
            continue
        inside_bars = options["trigger"] == "intrabar"
        moves = bar["close"]
        if inside_bars and not position["inside"]:
            moves = bar["high"] if position["sign"] > 0 else bar["low"]
        position["inside"] = False
        better = max if position["sign"] > 0 else min
        position["peak"] = better(position["peak"], moves)
        if not inside_bars and any(meets(position, *levels(position), bar["close"])):
            position["closing"] = True
            exits.append(dict(id=next_id(ts), symbol=position["symbol"], position=position))


def decide(ts, bars, signals):
    for signal in sorted(signals, key=lambda s: (s["symbol"].encode(), s["detector"].encode())):
        symbol = signal["symbol"]
        sign = 1 if signal["direction"] == "rise" else -1
        if symbol not in bars or (sign < 0 and options["short"] == "no"):
            continue
        held = [p for p in positions if p["symbol"] == symbol and not p["closing"]]
        if held or any(e["symbol"] == symbol for e in entries):
            continue
        close = closes[symbol]
        equity = cash + sum(p["sign"] * closes[p["symbol"]] * p["quantity"] for p in positions)
        if equity <= 0:
            continue
        notional = half_even(Fraction(equity) * number(options["size"]) / UNIT)
        wanted = notional * UNIT // close
        side = "buy" if sign > 0 else "sell"
        limit, price, reference, rate = None, slipped(side, close), close, FEE
        if options["limit_bps"]:
            offset = number(options["limit_bps"]) / 10_000
            limit = floor(close * (1 - offset)) if sign > 0 else ceil(close * (1 + offset))
            price = reference = limit
            rate = MAKER
        free = cash
        for p in positions:
            size = closes[p["symbol"]] * p["quantity"]
            if p["closing"]:
                leaving = slipped("sell" if p["sign"] > 0 else "buy", closes[p["symbol"]])
                free += p["sign"] * leaving * p["quantity"] - fee_of(leaving * p["quantity"], FEE) * UNIT
            elif p["sign"] < 0:
                free -= 2 * size
        for e in entries:
            at = e["limit"] or slipped("buy" if e["sign"] > 0 else "sell", closes[e["symbol"]])
            lock = e["limit"] or closes[e["symbol"]]
            free -= need(e["sign"], e["quantity"], at, lock, MAKER if e["limit"] else FEE)
        quantity = affordable(sign, wanted, price, reference, rate, free) if wanted else 0
        if quantity:
            entries.append(dict(
                id=next_id(ts), symbol=symbol, sign=sign, quantity=quantity, limit=limit, bars=0))


def step(ts, bars, signals, length):
    fill_waiting(ts, bars, length)
    if options["trigger"] == "intrabar":
        meet_inside(ts, bars, length)
    for symbol, bar in bars.items():
        closes[symbol] = bar["close"]
    check_exits(ts, bars)
    decide(ts, bars, signals)


LENGTHS = {"1m": 60_000, "5m": 300_000, "15m": 900_000, "1h": 3_600_000}
bars, signals, length = {}, [], 0
for line in sys.stdin:
    message = json.loads(line, parse_float=str)
    if message["type"] == "bar":
        bars[message["symbol"]] = {k: units(message[k]) for k in ("open", "high", "low", "close")}
        length = LENGTHS[message["interval"]]
    elif message["type"] == "signal":
        signals.append(message)
    elif message["type"] == "mark":
        step(message["ts"], bars, signals, length)
        bars, signals = {}, []
