#!/usr/bin/env python3
"""Writes seeded synthetic one-minute bars as CSV; the same bytes in every language and on every machine.

Random source: splitmix64(seed + i * GOLDEN), five draws a bar, the top 53 bits as a uniform.
Per bar: z = Box-Muller(u1, u2); close = round(open * exp(sigma * z), 2); open = the close before;
high = round(max(o, c) * (1 + sigma * u3), 2); low = round(min(o, c) * (1 - sigma * u4), 2);
volume = round(1 + 99 * u5, 4). timestamp_ms is the bar's open time.
"""
import argparse
import math
import sys

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15


def uniforms(seed):
    state = seed
    while True:
        state = (state + GOLDEN) & MASK
        z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield ((z ^ (z >> 31)) >> 11) / (1 << 53)


def rows(options):
    draw = uniforms(options.seed).__next__
    open_, time, sigma = options.start_price, options.start_ms, options.sigma
    for _ in range(options.bars):
        u1, u2, u3, u4, u5 = draw(), draw(), draw(), draw(), draw()
        z = math.sqrt(-2.0 * math.log(max(u1, 1e-300))) * math.cos(2.0 * math.pi * u2)
        close = round(open_ * math.exp(sigma * z), 2)
        high = round(max(open_, close) * (1.0 + sigma * u3), 2)
        low = round(min(open_, close) * (1.0 - sigma * u4), 2)
        yield f"{options.pair},{time},{open_!r},{high!r},{low!r},{close!r},{round(1.0 + 99.0 * u5, 4)!r}\n"
        open_ = close
        time += 60_000


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", help="a file, or - for standard output")
    parser.add_argument("--bars", type=int, default=100_000)
    parser.add_argument("--pair", default="BTCUSDT")
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--sigma", type=float, default=0.0008)
    parser.add_argument("--start-price", type=float, default=30_000.0)
    parser.add_argument("--start-ms", type=int, default=1_672_531_200_000)  # 2023-01-01T00:00:00Z
    options = parser.parse_args()
    with sys.stdout if options.out == "-" else open(options.out, "w") as file:
        file.write("pair,timestamp_ms,open,high,low,close,volume\n")
        file.writelines(rows(options))


if __name__ == "__main__":
    main()
