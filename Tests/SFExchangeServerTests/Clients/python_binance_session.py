"""A session of python-binance: requests, the streams of the market, and user data."""

import asyncio
import sys

from binance import AsyncClient, BinanceSocketManager, Client
from binance.exceptions import BinanceAPIException

REST, WS = sys.argv[1:]
SYMBOL = "BTCUSDT"


def expect(condition, what):
    if not condition:
        sys.exit("python-binance: " + what)


class Here(Client):
    API_URL = REST + "/api"


class HereAsync(AsyncClient):
    API_URL = REST + "/api"
    WS_API_URL = WS + "/ws-api/v{}"


class HereSockets(BinanceSocketManager):
    STREAM_URL = WS + "/"


def rest():
    one = Here("annKey", "annSecret")
    expect(one.get_symbol_info(SYMBOL)["status"] == "TRADING", "the symbol")
    expect(len(one.get_klines(symbol=SYMBOL, interval="1m", limit=10)) == 10, "klines")
    price, there = one.get_order_book(symbol=SYMBOL, limit=5)["asks"][0]
    order = one.order_limit_buy(symbol=SYMBOL, quantity="%.3f" % (float(there) * 1.5), price=price)
    expect(order["status"] == "PARTIALLY_FILLED", "a part: %s" % order)
    other = Here("annKey", "annSecret")
    canceled = other.cancel_order(symbol=SYMBOL, orderId=order["orderId"])
    expect(canceled["status"] == "CANCELED", "a cancel: %s" % canceled)
    expect(one.get_order(symbol=SYMBOL, orderId=order["orderId"])["status"] == "CANCELED", "seen")
    for call, code in [
        (lambda: one.cancel_order(symbol=SYMBOL, orderId=order["orderId"]), -2011),
        (lambda: one.order_market_sell(symbol=SYMBOL, quantity="50"), -2010),
        (lambda: Here("annKey", "wrong").get_account(), -1022),
    ]:
        try:
            call()
            expect(False, "a request that is refused: %s" % code)
        except BinanceAPIException as error:
            expect(error.code == code, "another error than %s: %s" % (code, error))
    expect(one.get_my_trades(symbol=SYMBOL), "fills")


async def frames(socket, count):
    async with socket as stream:
        return [await asyncio.wait_for(stream.recv(), 20) for _ in range(count)]


async def sockets():
    one = await HereAsync.create("annKey", "annSecret")
    manager = HereSockets(one)
    for _ in range(2):
        klines = await frames(manager.kline_socket(SYMBOL, interval="1m"), 1)
        expect(klines[0]["e"] == "kline", "a kline: %s" % klines)
    async with manager.trade_socket(SYMBOL) as prints:
        await one.order_market_buy(symbol=SYMBOL, quantity="1")
        print_ = await asyncio.wait_for(prints.recv(), 20)
        expect(print_["e"] == "trade" and print_["m"] is False, "a print: %s" % print_)
    expect("b" in (await frames(manager.symbol_book_ticker_socket(SYMBOL), 1))[0], "best prices")
    async with manager.user_socket() as user:
        price = float((await one.get_symbol_ticker(symbol=SYMBOL))["price"])
        order = await one.order_limit_buy(
            symbol=SYMBOL, quantity="1.0", price="%.2f" % (price / 2))
        told = await asyncio.wait_for(user.recv(), 20)
        expect(told["x"] == "NEW" and told["i"] == order["orderId"], "told: %s" % told)
        await one.cancel_order(symbol=SYMBOL, orderId=order["orderId"])
        while told.get("x") != "CANCELED":
            told = await asyncio.wait_for(user.recv(), 20)
    await one.close_connection()


rest()
asyncio.run(sockets())
print("ok")
