"""An origin with inputs: a venue that counts, with a ledger that outlives it.

toy_venue.py LEDGER --market PATH: orders on standard input, bars at PATH. What it says of a mark is
in the ledger, on disk, before it is written; after a restart it says again what stands there behind
SF_AFTER, and takes nothing twice. It opens all its inputs before it reads one.
"""
import json
import os
import sys


class Input:
    def __init__(self, stream):
        self.stream = stream

    def header(self):
        return self.stream.readline()

    def step(self):
        """The lines up to a mark, and the mark; those of the end, and None."""
        lines = []
        while line := self.stream.readline():
            if line.startswith(b'{"type":"mark"'):
                return lines, line[21:45].decode()
            lines.append(line)
            if line.startswith(b'{"type":"end"'):
                return lines, None
        sys.exit(65)  # cut: whoever feeds it is gone

    def behind(self, mark):
        while True:
            lines, ts = self.step()
            if ts is None or mark is None or ts > mark:
                return lines, ts


class Ledger:
    """A line for each mark: what was said, and what has to be known to go on."""

    def __init__(self, path):
        self.file = open(path, "a+b")
        self.file.seek(0)
        self.entries, length = [], 0
        for line in self.file:
            if not line.endswith(b"\n"):
                break
            try:
                self.entries.append(json.loads(line))
            except ValueError:
                break  # torn, or a hole: it was never said
            length += len(line)
        self.file.truncate(length)
        directory = os.open(os.path.dirname(path) or ".", os.O_RDONLY)
        os.fsync(directory)
        os.close(directory)

    def append(self, entry):
        self.file.write(json.dumps(entry).encode() + b"\n")
        self.file.flush()
        os.fdatasync(self.file.fileno())


def main():
    market = open(sys.argv[sys.argv.index("--market") + 1], "rb")
    orders, market = Input(sys.stdin.buffer), Input(market)
    ledger = Ledger(sys.argv[1])
    after = os.environ.get("SF_AFTER")
    out = sys.stdout.buffer
    header = json.loads(orders.header())
    market.header()
    header["stages"].append({"name": "toy_venue", "version": "1", "config": {}})
    if after is None:
        out.write(json.dumps(header).encode() + b"\n")
    known, bars, count = None, 0, 0
    for entry in ledger.entries:
        known, bars, count = entry["mark"], entry["bars"], entry["count"]
        if after is None or known > after:
            out.write(entry["said"].encode())
    out.flush()
    while True:
        lines, ts = orders.behind(known)
        seen, market_ts = market.behind(known)
        if ts != market_ts:
            sys.exit(f"orders of {ts} beside a market of {market_ts}")
        if ts is None:
            out.write(lines[-1])
            out.flush()
            return
        bars += sum(line.startswith(b'{"type":"bar"') for line in seen)
        taken = [json.loads(line)["id"] for line in lines if line.startswith(b'{"type":"order"')]
        count += len(taken)
        said = "".join(f'{{"type":"x_taken","ts":"{ts}","id":"{id}","count":{count},"bars":{bars}}}\n' for id in taken)
        said += f'{{"type":"mark","ts":"{ts}"}}\n'
        ledger.append({"mark": ts, "bars": bars, "count": count, "said": said})
        out.write(said.encode())
        out.flush()
        known = ts


main()
