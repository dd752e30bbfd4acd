#!/usr/bin/env python3
"""Trains a small policy in gym_env.py on a market made so that it can be beaten.

Every tenth bar has a signal with a probability, and the next five bars rise with it and fall
without: who enters above one half gains. A policy gradient learns it from rewards alone. Prints the
mean reward of an episode of random decisions and of the policy, on seeds that it has not seen.
"""
import json
import random
import sys
from datetime import datetime, timedelta

import numpy
from gymnasium.utils.env_checker import check_env

sys.path.insert(0, sys.argv[1])
from gym_env import TradingEnv


def market(path, bars=12_000, seed=7):
    """Bars and signals as a foreign stage writes them."""
    draw = random.Random(seed)
    close, drift, time = 100.0, 0.0, datetime(2024, 1, 1)
    with open(path, "w") as file:
        def write(line):
            file.write(json.dumps(line, separators=(",", ":")) + "\n")

        write({"type": "header", "protocol": 1,
               "stages": [{"name": "market", "version": "1", "config": {}}]})
        for bar in range(bars):
            time += timedelta(minutes=1)
            ts = time.isoformat(timespec="milliseconds") + "Z"
            open_price, close = close, round(close * (1 + drift + draw.gauss(0, 0.0005)), 4)
            write({"type": "bar", "ts": ts, "symbol": "S", "interval": "1m", "open": open_price,
                   "high": max(open_price, close), "low": min(open_price, close), "close": close})
            if bar % 10 == 0:
                chance = round(draw.random(), 3)
                drift = 0.002 if draw.random() < chance else -0.002
                write({"type": "signal", "ts": ts, "symbol": "S", "interval": "1m", "detector": "coin",
                       "direction": "rise", "strength": 1.0, "probability": chance})
            elif bar % 10 == 5:
                drift = 0.0
            write({"type": "mark", "ts": ts})
        write({"type": "end", "ts": ts, "reason": "end_of_input", "counts": {}})


def episode(env, seed, decide):
    """Features, actions and rewards of an episode."""
    observation, _ = env.reset(seed=seed)
    seen, done, path = None, False, []
    while not done:
        seen = numpy.array([1.0, observation[0] - 0.5])
        action = decide(seen)
        observation, reward, done, _, _ = env.step(action)
        path.append((seen, action, reward))
    return path


def total(path):
    return sum(reward for _, _, reward in path)


def main():
    market("market.jsonl")
    env = TradingEnv("market.jsonl", "--exit time:5 --fee 0.0002 --size fixed_fraction:0.5", days=1)
    check_env(env)
    draw = numpy.random.default_rng(3)
    weights = numpy.zeros(2)

    def chance(seen):
        return 1 / (1 + numpy.exp(-weights @ seen))

    for seed in range(60):
        path = episode(env, seed, lambda seen: int(draw.random() < chance(seen)))
        rewards = numpy.array([reward for _, _, reward in path])
        for (seen, action, _), gain in zip(path, (rewards - rewards.mean()) / (rewards.std() + 1e-12)):
            weights += 0.05 * gain * (action - chance(seen)) * seen
    test = range(1_000, 1_020)
    by_chance = [total(episode(env, s, lambda seen: int(draw.integers(0, 2)))) for s in test]
    learned = [total(episode(env, s, lambda seen: int(chance(seen) > 0.5))) for s in test]
    again = [total(episode(env, s, lambda seen: int(chance(seen) > 0.5))) for s in test]
    env.close()
    print(json.dumps({
        "random": float(numpy.mean(by_chance)), "learned": float(numpy.mean(learned)),
        "better": sum(a > b for a, b in zip(learned, by_chance)), "episodes": len(test),
        "same": learned == again}))


main()
