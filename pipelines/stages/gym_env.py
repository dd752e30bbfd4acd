#!/usr/bin/env python3
"""A strategy as an environment of Gymnasium: the agent decides on each candidate.

The environment is the parent: it starts a backtest over a slice of time and speaks with its
sf-strategy over --model-fd. A step answers one request; the reward is what equity has grown by
until the next one, a fraction of the capital. An episode ends with its slice.

    env = TradingEnv("signals.jsonl", "--exit time:5")    a stream of bars and signals
    observation, info = env.reset(seed=1)                 a seeded slice of it
"""
import json
import os
import subprocess
from datetime import datetime, timedelta

import gymnasium
import numpy

ACTIONS = [{"action": "skip"}, {"action": "enter"}, {"action": "reduce", "size_multiplier": 0.5}]
OF_REQUEST = ["probability", "strength", "votes", "open_return"]
OF_SIGNALS = ["hit_rate", "mean_return", "agreement"]
OF_BOOK = ["equity", "drawdown", "exposure", "win_rate"]
HEADER = {"type": "header", "protocol": 1,
          "stages": [{"name": "gym", "version": "1", "config": {"hash": "gym-0001"}}]}


class TradingEnv(gymnasium.Env):
    def __init__(self, stream, strategy="", days=5):
        self.stream, self.strategy, self.days = stream, strategy, days
        count = len(OF_REQUEST + OF_SIGNALS + OF_BOOK)
        self.observation_space = gymnasium.spaces.Box(-10, 10, (count,), numpy.float32)
        self.action_space = gymnasium.spaces.Discrete(len(ACTIONS))
        with open(stream) as lines:
            marks = [json.loads(line)["ts"] for line in lines if '"mark"' in line]
        self.begin, self.end = (datetime.fromisoformat(marks[i][:-1]) for i in (0, -1))
        self.process = None

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        for _ in range(100):  # a slice without a candidate is no episode
            self.start()
            if self.pending:
                return self.observation(), {}
        raise RuntimeError(f"found no candidate in {self.days} days of '{self.stream}'")

    def start(self):
        """Starts a run over a slice and hears its first question."""
        self.close()
        room = max(0, (self.end - self.begin).total_seconds() - self.days * 86_400)
        start = self.begin + timedelta(seconds=int(self.np_random.integers(0, int(room) + 1)))
        times = [t.isoformat(timespec="milliseconds") + "Z"
                 for t in (start, start + timedelta(days=self.days))]
        (asked, questions), (answers, said) = os.pipe(), os.pipe()
        market = subprocess.Popen(
            ["sf-cat", self.stream, "--from", times[0], "--to", times[1]], stdout=subprocess.PIPE)
        # A shell puts the pipes where they are to be, and becomes the strategy.
        line = (f"exec sf-strategy -q {self.strategy} --model-fd 7 "
                f"7>&{questions} 8<&{answers} {questions}>&- {answers}<&- > /dev/null")
        self.process = subprocess.Popen(
            ["bash", "-c", line], stdin=market.stdout, pass_fds=(questions, answers))
        self.market = market
        market.stdout.close()
        for descriptor in (questions, answers):
            os.close(descriptor)
        self.lines, self.answers = os.fdopen(asked), os.fdopen(said, "w")
        self.told, self.pending, self.equity = {}, [], 1.0
        next(self.lines)
        self.say(HEADER)
        self.hear()

    def step(self, action):
        request = self.pending.pop(0)
        self.say({"type": "decision", "ts": request["ts"], "id": request["id"], **ACTIONS[action]})
        before = self.equity
        if not self.pending:
            self.say(self.mark)
            self.hear()
        return self.observation(), self.equity - before, not self.pending, False, {}

    def say(self, line):
        self.answers.write(json.dumps(line) + "\n")
        if line["type"] in ("header", "mark"):
            self.answers.flush()

    def hear(self):
        """Listens to the next mark; nothing is pending when there is none any more."""
        for text in self.lines:
            line = json.loads(text)
            if line["type"] == "mark":
                self.mark = line
                return
            self.told[line["type"]] = line
            if line["type"] == "book_metrics":
                self.equity = line["equity"]
            elif line["type"] == "decide":
                self.pending.append(line)

    def observation(self):
        request = self.pending[0] if self.pending else {}
        parts = [(request, OF_REQUEST), (self.told.get("signal_metrics", {}), OF_SIGNALS),
                 (self.told.get("book_metrics", {}), OF_BOOK)]
        values = [part.get(name) or 0.0 for part, names in parts for name in names]
        return numpy.clip(numpy.array(values, numpy.float32), -10, 10)

    def close(self):
        if self.process is None:
            return
        self.process.kill()
        for process in (self.process, self.market):
            process.wait()
        self.lines.close()
        try:
            self.answers.close()
        except BrokenPipeError:
            pass  # nobody reads what was not said
        self.process = None
