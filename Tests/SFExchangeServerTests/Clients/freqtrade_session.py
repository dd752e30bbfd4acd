"""freqtrade trades live for some seconds; then its trades are the exchange's.

    freqtrade_session.py REST SECONDS
"""

import hashlib
import hmac
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request

REST, SECONDS = sys.argv[1], float(sys.argv[2])
SYMBOL = "BTCUSDT"

STRATEGY = '''
from freqtrade.strategy import IStrategy


class InAndOut(IStrategy):
    """Buys whenever it has nothing, and sells at the next look."""

    timeframe = "1m"
    minimal_roi = {"0": 10}
    stoploss = -0.5
    process_only_new_candles = False
    use_exit_signal = True
    startup_candle_count = 0

    def populate_indicators(self, dataframe, metadata):
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe["enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **more):
        return "out"
'''


def expect(condition, what):
    if not condition:
        sys.exit("freqtrade: " + what)


def signed(path, **parameters):
    parameters["timestamp"] = int(time.time() * 1000)
    query = urllib.parse.urlencode(parameters)
    signature = hmac.new(b"annSecret", query.encode(), hashlib.sha256).hexdigest()
    request = urllib.request.Request(
        f"{REST}{path}?{query}&signature={signature}", headers={"X-MBX-APIKEY": "annKey"})
    return json.load(urllib.request.urlopen(request))


def configuration():
    api = {name: REST + "/api/v3" for name in ("public", "private")}
    api.update(v1=REST + "/api/v1", sapi=REST + "/sapi/v1")
    ccxt = {"urls": {"api": api}, "options": {"fetchMarkets": {"types": ["spot"]}}}
    side = {"price_side": "other", "use_order_book": True, "order_book_top": 1}
    return {
        "max_open_trades": 1, "stake_currency": "USDT", "stake_amount": 100, "dry_run": False,
        "trading_mode": "spot", "entry_pricing": side, "exit_pricing": side,
        "unfilledtimeout": {"entry": 1, "exit": 1}, "initial_state": "running",
        "internals": {"process_throttle_secs": 1},
        "exchange": {
            "name": "binance", "key": "annKey", "secret": "annSecret", "enable_ws": False,
            "ccxt_config": ccxt, "ccxt_async_config": ccxt, "pair_whitelist": ["BTC/USDT"],
        },
        "pairlists": [{"method": "StaticPairList"}],
    }


os.makedirs("strategies", exist_ok=True)
with open("strategies/in_and_out.py", "w") as file:
    file.write(STRATEGY)
with open("config.json", "w") as file:
    json.dump(configuration(), file)

with open("freqtrade.log", "w") as log:
    bot = subprocess.Popen(
        [os.path.join(os.path.dirname(sys.executable), "freqtrade"), "trade", "--config",
         "config.json", "--strategy", "InAndOut", "--strategy-path", "strategies", "--userdir", ".",
         "--db-url", "sqlite:///trades.sqlite"], stdout=log, stderr=log)
    time.sleep(SECONDS)
    bot.send_signal(signal.SIGINT)
    try:
        bot.wait(60)
    except subprocess.TimeoutExpired:
        bot.kill()

database = sqlite3.connect("trades.sqlite")
orders = {str(i): (side, filled) for i, side, filled in database.execute(
    "select order_id, ft_order_side, filled from orders")}
trades = database.execute("select count(*) from trades where is_open = 0").fetchone()[0]
expect(trades > 0, "no trade was closed: see freqtrade.log")

fills = {}
for fill in signed("/api/v3/myTrades", symbol=SYMBOL, limit=1000):
    side, amount = fills.get(str(fill["orderId"]), (None, 0))
    fills[str(fill["orderId"])] = (
        "buy" if fill["isBuyer"] else "sell", amount + float(fill["qty"]))
booked = {i: order for i, order in orders.items() if order[1]}
expect(set(fills) == set(booked), "orders: %s and %s" % (fills, booked))
for number, (side, amount) in fills.items():
    expect(side == booked[number][0] and abs(amount - booked[number][1]) < 1e-9,
           "order %s: %s and %s" % (number, fills[number], booked[number]))
with open("freqtrade.log") as log:
    expect("Traceback" not in log.read(), "a traceback in freqtrade.log")
print("ok", trades)
