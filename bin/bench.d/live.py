"""What a venue at an exchange costs: an order on its way to the exchange, and a session at rest.

The exchange is sf-exchange on this machine. Between it and the venue stands a relay that notes when
the first bytes of an order come: what is measured begins before the mark of the orders is written,
and ends there; it holds the ledger's commit, the signature, and the connection that an order has of
its own.
"""
import datetime
import json
import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.request

from measure import ENVIRONMENT, WORK, Failure

ORDERS = 300
SECONDS = 60
RUNS = 1
P50 = "mark of an order to its bytes at the exchange, median, ms"
P99 = "the same, p99, ms"
COMMIT = "of it a commit that this disk syncs, median, ms"
REST = "CPU of a session at rest, %"
MUSTS = {P99: 1, REST: 1}
SYMBOLS = "BTCUSDT,ETHUSDT"
ACCOUNTS = """accounts:
  ann:
    balances: {USDT: 1000000}
    keys:
      - {key: annKey, secret: annSecret}
limits: {weight: 1000000, orders_per_10s: 100000}
"""


class Exchange:
    """sf-exchange, in a directory of its own."""

    def __init__(self, directory):
        shutil.rmtree(directory, ignore_errors=True)
        os.makedirs(directory)
        self.directory = directory
        with open(os.path.join(directory, "accounts.yaml"), "w") as text:
            text.write(ACCOUNTS)
        key = os.open(os.path.join(directory, "key"), os.O_WRONLY | os.O_CREAT, 0o600)
        os.write(key, b"key: annKey\nsecret: annSecret\n")
        os.close(key)
        self.process = subprocess.Popen(
            ["sf-exchange", "serve", "--accounts", "accounts.yaml", "--port", "0", "--socket-port", "0",
             "--admin-port", "0", "--history", "2m",
             "--market", f"random:seed=1,symbols={SYMBOLS.replace(',', '+')}"],
            cwd=directory, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.places = json.loads(self.process.stdout.readline())

    def best(self, symbol):
        url = f"{self.places['rest']}/api/v3/ticker/bookTicker?symbol={symbol}"
        with urllib.request.urlopen(url) as reply:
            quote = json.load(reply)
        return float(quote["bidPrice"]), float(quote["askPrice"])

    def stop(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.directory)


class Relay:
    """Hands on what comes to it, and notes when an order does."""

    def __init__(self, to):
        host, port = to.removeprefix("http://").split(":")
        self.to, self.times = (host, int(port)), []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = "http://127.0.0.1:%d" % self.socket.getsockname()[1]
        self.came = threading.Event()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client = self.socket.accept()[0]
            threading.Thread(target=self.serve, args=[client], daemon=True).start()

    def serve(self, client):
        data = client.recv(65536)
        if data.startswith(b"POST /api/v3/order "):
            self.times.append(time.perf_counter())
            self.came.set()
        server = socket.create_connection(self.to)
        server.sendall(data)
        threading.Thread(target=self.pump, args=[server, client], daemon=True).start()
        self.pump(client, server)

    @staticmethod
    def pump(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the other side has ended first


def line(what, mark, **values):
    return json.dumps({"type": what, "ts": mark, **values}, separators=(",", ":")) + "\n"


def now():
    moment = datetime.datetime.now(datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


class Venue:
    """sf-broker binance between two pipes, and a ledger that is synced."""

    def __init__(self, exchange, relay):
        self.exchange, self.relay = exchange, relay
        # As the venue opens them: each waits for its other end.
        names = [os.path.join(exchange.directory, name) for name in ("orders", "market")]
        for name in names:
            os.mkfifo(name)
        self.process = subprocess.Popen(
            ["sf-broker", "binance", "--account", "key", "--rest", relay.address,
             "--ws-api", exchange.places["ws_api"], "--symbols", SYMBOLS, "--interval", "1s",
             "--ledger", "ledger", "--market", "market", "--capital", "100000", "orders"],
            cwd=exchange.directory, env=ENVIRONMENT, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        self.orders, self.market = (os.open(name, os.O_WRONLY) for name in names)
        header = b'{"type":"header","protocol":1,"stages":[]}\n'
        os.write(self.market, header)
        os.write(self.orders, header)

    def mark(self, order=None):
        """Writes a mark of now to both inputs, the orders' last; when it began to."""
        mark = now()
        bid, ask = self.exchange.best("BTCUSDT")
        bar = dict.fromkeys(("open", "high", "low", "close"), bid)
        os.write(self.market, (
            line("bar", mark, symbol="BTCUSDT", interval="1s", **bar, volume=1.0)
            + line("quote", mark, symbol="BTCUSDT", bid=bid, bid_quantity=1.0, ask=ask,
                   ask_quantity=1.0, at=mark)
            + line("mark", mark)).encode())
        time.sleep(0.02)
        text = "" if order is None else line(
            "order", mark, id=order, symbol="BTCUSDT", side="buy", kind="market", quantity=0.1,
            position=order, intent="enter", reason="bench", reference=ask)
        begin = time.perf_counter()
        os.write(self.orders, (text + line("mark", mark)).encode())
        return begin

    def latencies(self):
        """Seconds of one order after another."""
        for _ in range(20):
            self.mark()
            time.sleep(0.1)
        times = []
        for number in range(ORDERS):
            self.relay.came.clear()
            begin = self.mark(f"e{number}")
            # On a machine that is busy one may be late, and is refused.
            if self.relay.came.wait(3):
                times.append(self.relay.times[-1] - begin)
            time.sleep(0.12)
        if len(times) < ORDERS * 9 // 10:
            raise Failure(f"{len(times)} of {ORDERS} orders came")
        return sorted(times)

    def stop(self):
        os.close(self.market)
        os.close(self.orders)
        self.process.wait()


def commits(directory):
    """Median milliseconds of a sync behind what a commit appends."""
    path, times = os.path.join(directory, "sync"), []
    with open(path, "wb", buffering=0) as file:
        for _ in range(50):
            file.write(b"x" * 8192)
            begin = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - begin)
    return sorted(times)[25] * 1e3


def ticks(pids):
    """Of all these processes, the time of a processor in ticks."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/stat") as text:
            fields = text.read().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total


def rest(exchange):
    """Percent of one core that a session uses while none of its bars closes."""
    places, directory = exchange.places, exchange.directory
    with open(os.path.join(directory, "text.sh"), "w") as text:
        text.write(
            f"sf-ingest binance --symbols {SYMBOLS} --interval 15m --follow --stream --quotes"
            f" --base-url {places['rest']} --streams {places['streams']} |"
            " sf-features sma:20 sma:50 | sf-detect sma_cross:20,50 | sf-strategy --exit tp_sl |"
            " sf-risk --rule concentration:0.25 |"
            f" sf-broker binance --account key --rest {places['rest']} --ws-api {places['ws_api']}\n")
    session = subprocess.Popen(
        ["sf-session", "run", "-q", "-f", "text.sh", "--dir", "run"], cwd=directory,
        env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(15)
        pids = tree(session.pid)
        if len(pids) < 8:
            raise Failure(f"{len(pids)} processes of a session of eight")
        before = ticks(pids)
        time.sleep(SECONDS)
        return (ticks(pids) - before) / os.sysconf("SC_CLK_TCK") / SECONDS * 100
    finally:
        session.terminate()
        session.wait()


def tree(pid):
    """A process, and all that it and they have started."""
    children = []
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/children") as text:
            children += [int(word) for word in text.read().split()]
    return [pid] + [one for child in children for one in tree(child)]


def run():
    """The figures by name."""
    exchange = Exchange(os.path.join(WORK, "exchange"))
    try:
        venue = Venue(exchange, Relay(exchange.places["rest"]))
        try:
            times = venue.latencies()
        finally:
            venue.stop()
        return {
            P50: round(times[len(times) // 2] * 1e3, 2),
            P99: round(times[len(times) * 99 // 100] * 1e3, 2),
            COMMIT: round(commits(exchange.directory), 2), REST: round(rest(exchange), 2)}
    finally:
        exchange.stop()


def print_text(results):
    for name, value in results.items():
        print(f"{name:64}{value:>10}{MUSTS.get(name, ''):>10}")


def too_slow(results):
    return [name for name, must in MUSTS.items() if results[name] > must]


def markdown(results):
    """The table of Speed.md."""
    rows = ["| An order, and a session at rest | | must |", "| --- | --- | --- |"]
    rows += [f"| {name} | {value} | {MUSTS.get(name, '')} |" for name, value in results.items()]
    return "\n".join(rows) + "\n"
