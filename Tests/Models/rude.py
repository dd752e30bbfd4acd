#!/usr/bin/env python3
"""A model that does one thing wrong at its third question about more than one entry.

usage: rude.py HOW
"""
import json
import sys
import time

how, marks, asked = sys.argv[1], 0, []


def say(line):
    print(line if isinstance(line, str) else json.dumps(line), flush=True)


def spoil(answers):
    """The answers of the third question, spoilt."""
    first = answers[0]
    changes = {
        "id": {"id": "nobody-1"}, "nan": {"size_multiplier": float("nan")},
        "large": {"size_multiplier": 7}, "huge": {"reason": "x" * (1 << 21)},
        "time": {"ts": "2020-01-01T00:00:00.000Z"}, "action": {"action": "buy"},
        "reduce": {"action": "reduce"}, "order": {"type": "order"},
    }
    first.update(changes.get(how, {}))
    if how == "slow":
        time.sleep(1)
    if how == "dead":
        sys.exit(3)
    if how == "killed":
        import os
        os.kill(os.getpid(), 9)
    if how == "chatty":
        say("let me think")
    if how == "unasked":
        answers.append(dict(first))
    if how == "reversed":
        answers.reverse()
    if how == "few":
        answers.pop()


for text in sys.stdin:
    line = json.loads(text)
    if line["type"] == "header":
        stage = {"name": "rude", "version": "1", "config": {"hash": "rude-0001"}}
        if how == "hash":
            stage["config"] = {}
        say({"type": "header", "protocol": 2 if how == "protocol" else 1, "stages": [stage]})
    elif line["type"] == "decide":
        asked.append({"type": "decision", "ts": line["ts"], "id": line["id"], "action": "enter"})
    elif line["type"] == "mark":
        marks += len(asked) > 1
        if marks == 3 and len(asked) > 1:
            spoil(asked)
            if how == "mark":
                text = '{"type":"mark","ts":"2020-01-01T00:00:00.000Z"}\n'
        for answer in asked:
            say(answer)
        asked = []
        sys.stdout.write(text)
        sys.stdout.flush()
if how == "late words":
    say({"type": "mark", "ts": "2020-01-01T00:00:00.000Z"})
