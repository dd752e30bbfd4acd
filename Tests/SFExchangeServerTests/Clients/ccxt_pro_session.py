"""A session of ccxt's streams: candles, prints, best prices, orders; twice, as after a reconnect."""

import asyncio
import sys

import ccxt.pro

REST, WS = sys.argv[1:]
SYMBOL = "BTC/USDT"


def expect(condition, what):
    if not condition:
        sys.exit("ccxt.pro: " + what)


async def soon(awaited):
    return await asyncio.wait_for(awaited, 20)


def exchange():
    api = {name: REST + "/api/v3" for name in ("public", "private")}
    api.update(v1=REST + "/api/v1", sapi=REST + "/sapi/v1",
               ws={"spot": WS + "/ws", "ws-api": {"spot": WS + "/ws-api/v3"}})
    return ccxt.pro.binance({
        "apiKey": "annKey", "secret": "annSecret", "urls": {"api": api},
        "options": {"fetchMarkets": {"types": ["spot"]}},
    })


async def session():
    one = exchange()
    try:
        await one.load_markets()
        candles = await soon(one.watch_ohlcv(SYMBOL, "1m"))
        expect(candles[-1][4] > 0, "candles: %s" % candles)
        prices = await soon(one.watch_bids_asks([SYMBOL]))
        expect(prices[SYMBOL]["ask"] > prices[SYMBOL]["bid"], "best prices: %s" % prices)
        expect((await soon(one.watch_ticker(SYMBOL)))["last"] > 0, "a ticker")
        # A print of one's own: the market itself is still.
        prints = asyncio.ensure_future(one.watch_trades(SYMBOL))
        orders = asyncio.ensure_future(one.watch_orders(SYMBOL))
        await asyncio.sleep(1)
        await one.create_order(SYMBOL, "market", "buy", 1)
        expect((await soon(prints))[-1]["side"] == "buy", "a print")
        told = await soon(orders)
        expect(told[-1]["symbol"] == SYMBOL, "an order: %s" % told)
        price = prices[SYMBOL]["bid"] / 2
        placed = await soon(one.create_order_ws(SYMBOL, "limit", "buy", 1, price))
        expect(placed["status"] == "open", "an order over the WebSocket API: %s" % placed)
        canceled = await soon(one.cancel_order_ws(placed["id"], SYMBOL))
        expect(canceled["status"] == "canceled", "its cancel: %s" % canceled)
        try:
            await soon(one.create_order_ws(SYMBOL, "limit", "sell", 1_000, price * 2))
            expect(False, "an order that is refused")
        except ccxt.InsufficientFunds:
            pass
    finally:
        await one.close()


asyncio.run(session())
asyncio.run(session())
print("ok")
