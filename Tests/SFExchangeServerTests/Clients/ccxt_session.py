"""A session of ccxt: load, look, place, partial fill, cancel, reject, come back."""

import sys

import ccxt

REST = sys.argv[1]


def exchange(secret="annSecret"):
    api = {name: REST + "/api/v3" for name in ("public", "private")}
    api.update(v1=REST + "/api/v1", sapi=REST + "/sapi/v1")
    made = ccxt.binance({
        "apiKey": "annKey",
        "secret": secret,
        "options": {"fetchMarkets": {"types": ["spot"]}, "warnOnFetchOpenOrdersWithoutSymbol": False},
        "urls": {"api": api},
    })
    made.load_markets()
    return made


def expect(condition, what):
    if not condition:
        sys.exit("ccxt: " + what)


one = exchange()
symbol = "BTC/USDT"
market = one.market(symbol)
expect(market["spot"] and market["active"], "the market is there")
expect(market["limits"]["cost"]["min"] == 5, "with its filters: %s" % market["limits"])

candles = one.fetch_ohlcv(symbol, "1m", limit=100)
expect(len(candles) == 100, "100 candles: %d" % len(candles))
expect(one.fetch_ticker(symbol)["last"] > 0, "a last price")
book = one.fetch_order_book(symbol, 10)
expect(book["bids"][0][0] < book["asks"][0][0], "a book")
expect(one.fetch_trades(symbol), "prints")
expect(one.fetch_time() > 0, "the time")

before = one.fetch_balance()
expect(before["USDT"]["free"] > 0, "a balance: %s" % before["USDT"])

# A market order fills at once, and pays its fee in what it received.
bought = one.create_order(symbol, "market", "buy", 1)
expect(bought["status"] == "closed" and bought["filled"] == 1, "a market buy: %s" % bought)
expect(bought["fees"][0]["currency"] == "BTC", "its fee: %s" % bought["fees"])

# A limit takes what stands below it, and rests.
levels = one.fetch_order_book(symbol, 5)["asks"]
price, there = levels[0]
order = one.create_order(symbol, "limit", "buy", one.amount_to_precision(symbol, there * 1.5), price)
expect(order["status"] == "open" and 0 < order["filled"] < order["amount"], "a part: %s" % order)
found = one.fetch_order(order["id"], symbol)
expect(found["filled"] == order["filled"], "the order again: %s" % found)

# Somebody else sees it in another session.
other = exchange()
expect(any(o["id"] == order["id"] for o in other.fetch_open_orders(symbol)), "open orders")
canceled = other.cancel_order(order["id"], symbol)
expect(canceled["status"] == "canceled", "a cancel: %s" % canceled)
expect(one.fetch_order(order["id"], symbol)["status"] == "canceled", "that is seen")
try:
    one.cancel_order(order["id"], symbol)
    expect(False, "a second cancel")
except ccxt.OrderNotFound:
    pass

# What is not allowed is refused, each with its own error.
for amount, limit, error in [
    (1_000, price, ccxt.InsufficientFunds),
    (0.00001, 1, ccxt.InvalidOrder),
]:
    try:
        one.create_order(symbol, "limit", "buy", amount, limit)
        expect(False, "an order that is refused: %s" % amount)
    except error:
        pass
try:
    exchange("wrong").fetch_balance()
    expect(False, "a wrong secret")
except ccxt.AuthenticationError:
    pass

stop = one.create_order(symbol, "stop_loss_limit", "sell", 0.5, price / 2, {"stopPrice": price / 2})
expect(one.fetch_order(stop["id"], symbol)["status"] == "open", "a stop waits")
one.cancel_all_orders(symbol)
expect(not one.fetch_open_orders(symbol), "nothing is open")

fills = one.fetch_my_trades(symbol)
total = sum(f["amount"] for f in fills if f["order"] in (bought["id"], order["id"]))
expect(abs(total - 1 - order["filled"]) < 1e-9, "fills: %s" % total)
after = one.fetch_balance()
paid = sum(f["cost"] for f in fills if f["order"] in (bought["id"], order["id"]))
expect(abs(before["USDT"]["total"] - paid - after["USDT"]["total"]) < 1e-6, "what was paid")
print("ok")
