"""A session of binance-sdk-spot: REST, WebSocket API with user data, and streams."""

import asyncio
import sys

from binance_common.configuration import (ConfigurationRestAPI, ConfigurationWebSocketAPI,
                                          ConfigurationWebSocketStreams)
from binance_common.errors import BadRequestError, ClientError
from binance_sdk_spot.rest_api.models import (NewOrderSideEnum, NewOrderTimeInForceEnum,
                                              NewOrderTypeEnum)
from binance_sdk_spot.spot import Spot
from binance_sdk_spot.websocket_api.models import (OrderPlaceSideEnum, OrderPlaceTimeInForceEnum,
                                                   OrderPlaceTypeEnum)

REST, WS = sys.argv[1:]
SYMBOL = "BTCUSDT"


def expect(condition, what):
    if not condition:
        sys.exit("binance-sdk-spot: " + what)


def client():
    return Spot(
        config_rest_api=ConfigurationRestAPI(
            api_key="annKey", api_secret="annSecret", base_path=REST),
        config_ws_api=ConfigurationWebSocketAPI(
            api_key="annKey", api_secret="annSecret", stream_url=WS + "/ws-api/v3"),
        config_ws_streams=ConfigurationWebSocketStreams(stream_url=WS))


def rest():
    one = client()
    info = one.rest_api.exchange_info(symbol=SYMBOL).data()
    expect(info.symbols[0].symbol == SYMBOL, "exchangeInfo")
    expect(len(one.rest_api.klines(SYMBOL, "1m", limit=10).data()) == 10, "klines")
    asks = one.rest_api.depth(SYMBOL, limit=5).data().asks
    price, there = float(asks[0][0]), float(asks[0][1])
    order = one.rest_api.new_order(
        symbol=SYMBOL, side=NewOrderSideEnum.BUY, type=NewOrderTypeEnum.LIMIT,
        time_in_force=NewOrderTimeInForceEnum.GTC, quantity=round(there * 1.5, 3),
        price=price).data()
    expect(order.status == "PARTIALLY_FILLED", "a part: %s" % order)
    canceled = client().rest_api.delete_order(SYMBOL, order_id=order.order_id).data()
    expect(canceled.status == "CANCELED", "a cancel: %s" % canceled)
    try:
        one.rest_api.delete_order(SYMBOL, order_id=order.order_id)
        expect(False, "a second cancel")
    except (BadRequestError, ClientError):
        pass
    expect(one.rest_api.my_trades(SYMBOL).data(), "fills")


async def sockets():
    one = client()
    told = asyncio.Queue()
    api = await one.websocket_api.create_connection()
    subscribed = await api.user_data_stream_subscribe_signature()
    subscribed.stream.on("message", told.put_nowait)
    asks = client().rest_api.depth(SYMBOL, limit=5).data().asks
    price = round(float(asks[0][0]) / 2, 2)
    placed = await api.order_place(
        symbol=SYMBOL, side=OrderPlaceSideEnum.BUY, type=OrderPlaceTypeEnum.LIMIT,
        time_in_force=OrderPlaceTimeInForceEnum.GTC, quantity=1.0, price=price)
    order = placed.data().result
    expect(order.status == "NEW", "an order over the WebSocket API: %s" % order)
    canceled = await api.order_cancel(symbol=SYMBOL, order_id=order.order_id)
    expect(canceled.data().result.status == "CANCELED", "its cancel")
    events = [await asyncio.wait_for(told.get(), 20) for _ in range(4)]
    expect("CANCELED" in str(events), "user data: %s" % events)
    await api.close_connection(close_session=True)

    # Comes back, and is told of the market.
    frames = asyncio.Event()
    streams = await client().websocket_streams.create_connection()
    klines = await streams.kline(symbol=SYMBOL.lower(), interval="1m")
    klines.on("message", lambda _: frames.set())
    await asyncio.wait_for(frames.wait(), 20)
    await streams.close_connection(close_session=True)


async def refused():
    """An error ends the connection in this client, which logs it."""
    api = await client().websocket_api.create_connection()
    try:
        await api.order_cancel(symbol=SYMBOL, order_id=1_000_000)
    except Exception as error:  # each version has its own type for it
        expect("Unknown order sent." in str(error), "another error: %s" % error)
    await api.close_connection(close_session=True)


rest()
asyncio.run(sockets())
asyncio.run(refused())
print("ok")
