"""What sf-exchange bears: orders over connections that stay, while 200 streams are read.

Orders are of HMAC keys, each signed, over the REST API: limits far from the market, each canceled
by the next request, so that the book stays as it is. Throughput is orders and cancels answered in a
second with eight connections; latency that of orders sent at a rate of 500 a second.
"""
import asyncio
import base64
import hashlib
import hmac
import json
import multiprocessing
import os
import subprocess
import time

from measure import ENVIRONMENT, WORK, Failure

STREAMS = 200
CONNECTIONS = 8
SECONDS = 8
RATE = 500
# Of latency: what else runs on a machine only adds, so that the quietest says what an exchange needs.
ROUNDS = 5
P99 = f"p99 at {RATE} a second, ms"
LIMITS = {"orders a second": 2_000, P99: 5.0, "growth, MB": 5.0}


def signed(form):
    form += f"&timestamp={int(time.time() * 1000)}"
    return form + "&signature=" + hmac.new(b"annSecret", form.encode(), hashlib.sha256).hexdigest()


def request(method, form):
    body = signed(form)
    return (f"{method} /api/v3/order HTTP/1.1\r\nHost: x\r\nX-MBX-APIKEY: annKey\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
            f"{body}").encode()


async def ask(reader, writer, method, form):
    """The status and body of a reply."""
    writer.write(request(method, form))
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    return int(head[9:12]), await reader.readexactly(length)


async def pair(reader, writer, name):
    """Places an order and cancels it; seconds of each."""
    begin = time.perf_counter()
    status, body = await ask(
        reader, writer, "POST", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1"
        f"&price=50&newClientOrderId={name}&newOrderRespType=ACK")
    middle = time.perf_counter()
    if status != 200:
        raise Failure(f"an order: {status} {body}")
    status, body = await ask(reader, writer, "DELETE", f"symbol=BTCUSDT&origClientOrderId={name}")
    if status != 200:
        raise Failure(f"a cancel: {status} {body}")
    return middle - begin, time.perf_counter() - middle


async def flood(host, port, seconds, most=None):
    """How many orders were placed and canceled by connections that do nothing else."""
    count, end = 0, time.perf_counter() + seconds

    async def one(number):
        nonlocal count
        reader, writer = await asyncio.open_connection(host, port)
        while time.perf_counter() < end and (most is None or count < most):
            count += 1
            await pair(reader, writer, f"c{number}-{count}")
        writer.close()

    begin = time.perf_counter()
    await asyncio.gather(*(one(number) for number in range(CONNECTIONS)))
    return count, time.perf_counter() - begin


async def paced(host, port, seconds):
    """Latencies of orders that are sent at a rate, whatever became of those before."""
    free = asyncio.Queue()
    for _ in range(CONNECTIONS):
        free.put_nowait(await asyncio.open_connection(host, port))
    latencies, begin = [], time.perf_counter()

    async def one(number, due):
        connection = await free.get()
        await pair(*connection, f"p-{number}")
        latencies.append(time.perf_counter() - due)
        free.put_nowait(connection)

    tasks = []
    for number in range(int(RATE / 2 * seconds)):
        due = begin + number * 2 / RATE
        await asyncio.sleep(max(0, due - time.perf_counter()))
        tasks.append(asyncio.ensure_future(one(number, time.perf_counter())))
    await asyncio.gather(*tasks)
    # Of an order and its cancel together: half is one request.
    return sorted(latency / 2 for latency in latencies)


def p99(latencies):
    """Of sorted ones, the one that one in a hundred exceeds."""
    return latencies[len(latencies) * 99 // 100]


async def read_streams(host, port, count, seconds):
    """Reads streams until the time is over; how many bytes came."""
    key = base64.b64encode(os.urandom(16)).decode()
    total = 0

    async def one():
        nonlocal total
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(
            f"GET /stream?streams=btcusdt@bookTicker/btcusdt@kline_1m/btcusdt@trade HTTP/1.1\r\n"
            f"Host: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n".encode())
        await reader.readuntil(b"\r\n\r\n")
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            try:
                data = await asyncio.wait_for(reader.read(1 << 16), left)
            except asyncio.TimeoutError:
                break
            if not data:
                raise Failure("a stream was cut")
            total += len(data)
        writer.close()

    await asyncio.gather(*(one() for _ in range(count)))
    return total


def streams(host, port, count, seconds, results):
    results.put(asyncio.run(read_streams(host, port, count, seconds)))


def memory(process):
    """What is resident, in MB."""
    with open(f"/proc/{process.pid}/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


def run(orders):
    """Figures by name; with a number of `orders` also how memory grows over them."""
    accounts = os.path.join(WORK, "exchange-accounts.yaml")
    with open(accounts, "w") as file:
        file.write("accounts:\n  ann:\n    balances: {USDT: 1000000}\n"
                   "    keys: [{key: annKey, secret: annSecret}]\n"
                   "limits: {weight: 1000000000, requests: 1000000000,"
                   " orders_per_10s: 1000000000, orders_per_day: 1000000000}\n")
    process = subprocess.Popen(
        ["sf-exchange", "serve", "--accounts", accounts, "--port", "0", "--socket-port", "0",
         "--admin-port", "0", "--market", "random:seed=1,price=100,every=100ms",
         "--history", "1h"], env=ENVIRONMENT, cwd=WORK, stdout=subprocess.PIPE, text=True)
    try:
        where = json.loads(process.stdout.readline())
        host, port = where["rest"][7:].split(":")
        sockets = int(where["streams"].rsplit(":", 1)[1])
        results = multiprocessing.Queue()
        reader = multiprocessing.Process(
            target=streams, args=(host, sockets, STREAMS, (ROUNDS + 1) * SECONDS, results))
        reader.start()
        time.sleep(0.5)
        count, seconds = asyncio.run(flood(host, int(port), SECONDS))
        rounds = sorted(
            (asyncio.run(paced(host, int(port), SECONDS - 2)) for _ in range(ROUNDS)), key=p99)
        quiet = rounds[0]
        read = results.get(timeout=(ROUNDS + 3) * SECONDS)
        reader.join(10)
        figures = {
            "orders a second": round(2 * count / seconds),
            f"p50 at {RATE} a second, ms": round(quiet[len(quiet) // 2] * 1000, 2),
            P99: round(p99(quiet) * 1000, 2),
            "the same, middle of 5 rounds, ms": round(p99(rounds[ROUNDS // 2]) * 1000, 2),
            f"kB a second to {STREAMS} streams": round(read / (ROUNDS + 1) / SECONDS / 1000),
        }
        if orders:
            asyncio.run(flood(host, int(port), 600, orders // 10))
            before = memory(process)
            asyncio.run(flood(host, int(port), 3_000, orders - orders // 10))
            figures["memory, MB"] = round(memory(process), 1)
            figures["growth, MB"] = round(memory(process) - before, 1)
        return figures
    finally:
        process.terminate()
        process.wait(10)


def print_text(figures):
    for name, value in figures.items():
        limit = ""
        if name in LIMITS:
            limit = f"   at {'least' if name.startswith('orders') else 'most'} {LIMITS[name]}"
        print(f"{name:36}{value:10}{limit}")


def too_slow(figures):
    return [name for name, value in figures.items() if name in LIMITS
            and (value < LIMITS[name] if name.startswith("orders") else value > LIMITS[name])]


def markdown(figures):
    """The sentence of Speed.md."""
    text = (f"`sf-exchange` answers {figures['orders a second']} orders and cancels a second of "
            f"{CONNECTIONS} connections while {STREAMS} others read streams; at {RATE} a second an "
            f"answer takes {figures['p50 at 500 a second, ms']} ms (median) and {figures[P99]} ms "
            f"(99th percentile) in the quietest of {ROUNDS} rounds, "
            f"{figures['the same, middle of 5 rounds, ms']} ms in the middle one.")
    if "growth, MB" in figures:
        text += (f" Over a million orders it needs {figures['memory, MB']} MB, "
                 f"{figures['growth, MB']} MB of them more than after the first tenth.")
    return text + "\n"
