"""A session of binance-connector: requests, and the streams of the market."""

import sys
import time

from binance.error import ClientError
from binance.spot import Spot
from binance.websocket.spot.websocket_stream import SpotWebsocketStreamClient

REST, STREAMS = sys.argv[1:]


def expect(condition, what):
    if not condition:
        sys.exit("binance-connector: " + what)


def client(secret="annSecret"):
    return Spot(api_key="annKey", api_secret=secret, base_url=REST)


one = client()
symbol = "BTCUSDT"
expect(one.ping() == {} and one.time()["serverTime"] > 0, "the time")
expect(one.exchange_info(symbol=symbol)["symbols"][0]["symbol"] == symbol, "exchangeInfo")
expect(len(one.klines(symbol, "1m", limit=10)) == 10, "klines")
expect(float(one.ticker_price(symbol)["price"]) > 0, "a price")

asks = one.depth(symbol, limit=5)["asks"]
price, there = asks[0]
order = one.new_order(symbol=symbol, side="BUY", type="LIMIT", timeInForce="GTC",
                      quantity="%.3f" % (float(there) * 1.5), price=price,
                      newClientOrderId="connector-1")
expect(order["status"] == "PARTIALLY_FILLED", "a part: %s" % order)
expect(order["fills"][0]["commissionAsset"] == "BTC", "its fee: %s" % order["fills"])
found = client().get_order(symbol, origClientOrderId="connector-1")
expect(found["executedQty"] == order["executedQty"], "the order again")
canceled = one.cancel_order(symbol, orderId=order["orderId"])
expect(canceled["status"] == "CANCELED", "a cancel: %s" % canceled)
expect(one.get_open_orders(symbol) == [], "nothing is open")
expect(len(one.my_trades(symbol, orderId=order["orderId"])) == len(order["fills"]), "fills")

for call, code in [
    (lambda: one.cancel_order(symbol, orderId=order["orderId"]), -2011),
    (lambda: one.new_order(symbol=symbol, side="BUY", type="MARKET", quantity="0.000001"), -1013),
    (lambda: one.new_order(symbol=symbol, side="SELL", type="MARKET", quantity="50"), -2010),
    (lambda: client("wrong").account(), -1022),
]:
    try:
        call()
        expect(False, "a request that is refused: %s" % code)
    except ClientError as error:
        expect(error.error_code == code, "another error than %s: %s" % (code, error))

seen = {}


def message(_, text):
    for word in ("kline", "trade", '"u"'):
        if word in text:
            seen[word] = text


for _ in range(2):
    seen.clear()
    streams = SpotWebsocketStreamClient(stream_url=STREAMS, on_message=message)
    streams.kline(symbol=symbol.lower(), interval="1m")
    streams.trade(symbol=symbol.lower())
    streams.book_ticker(symbol=symbol.lower())
    end = time.time() + 20
    while len(seen) < 3 and time.time() < end:
        # A print of one's own: the market itself is still.
        client().new_order(symbol=symbol, side="BUY", type="MARKET", quantity="0.1")
        time.sleep(0.2)
    expect(len(seen) == 3, "frames of three streams: %s" % seen)
    streams.stop()
print("ok")
