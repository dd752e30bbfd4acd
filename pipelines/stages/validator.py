#!/usr/bin/env python3
"""A validator: how probable it is that following a signal gains, learned from sf-label.

    validator.py train FILE < LABELLED     learns from a stream with features and meta labels
    validator.py judge FILE                a stage between sf-detect and sf-strategy, which hears it
                                           by --aggregate meta --validator validator

It may look at columns, since it is no model of the strategy. A logistic regression over the
columns that are there at every signal; needs numpy.
"""
import json
import sys

import numpy


def signals(lines):
    """(key, columns) of each signal, and what became of it by the same key."""
    columns, found, outcomes = {}, [], {}
    for text in lines:
        line = json.loads(text)
        if line["type"] == "features":
            columns[line["symbol"], line["interval"]] = line["values"]
        elif line["type"] == "signal":
            key = (line["ts"], line["symbol"], line["detector"])
            found.append((key, columns.get((line["symbol"], line["interval"]), {})))
        elif line["type"] == "label" and "detector" in line:
            outcomes[line["at"], line["symbol"], line["detector"]] = line["value"]
    return found, outcomes


def train(path):
    found, outcomes = signals(sys.stdin)
    rows = [(columns, outcomes[key]) for key, columns in found if outcomes.get(key) is not None]
    names = sorted(n for n in rows[0][0] if all(c.get(n) is not None for c, _ in rows))
    x = numpy.array([[columns[name] for name in names] for columns, _ in rows])
    y = numpy.array([value for _, value in rows])
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-12
    x = numpy.column_stack([numpy.ones(len(x)), (x - mean) / scale])
    weights = numpy.zeros(x.shape[1])
    for _ in range(30):  # Newton's method, with a ridge that keeps it from running away
        p = 1 / (1 + numpy.exp(-x @ weights))
        slope = x.T @ (y - p) - weights
        curve = (x * (p * (1 - p))[:, None]).T @ x + numpy.eye(len(weights))
        weights += numpy.linalg.solve(curve, slope)
    with open(path, "w") as file:
        json.dump({"names": names, "mean": mean.tolist(), "scale": scale.tolist(),
                   "weights": weights.tolist()}, file)


def judge(path):
    with open(path) as file:
        learned = json.load(file)
    names, weights = learned["names"], numpy.array(learned["weights"])
    mean, scale = numpy.array(learned["mean"]), numpy.array(learned["scale"])
    columns = {}
    for text in sys.stdin:
        line = json.loads(text)
        sys.stdout.write(text if line["type"] != "header" else json.dumps(with_stage(line)) + "\n")
        if line["type"] == "features":
            columns[line["symbol"], line["interval"]] = line["values"]
        elif line["type"] == "signal":
            values = columns.get((line["symbol"], line["interval"]), {})
            if all(values.get(name) is not None for name in names):
                row = (numpy.array([values[name] for name in names]) - mean) / scale
                p = 1 / (1 + numpy.exp(-(weights[0] + row @ weights[1:])))
                answer = {key: line[key] for key in ("type", "ts", "symbol", "interval")}
                answer |= {"detector": "validator", "direction": line["direction"],
                           "strength": 1.0, "probability": round(float(p), 6)}
                print(json.dumps(answer))
        elif line["type"] == "mark":
            sys.stdout.flush()


def with_stage(header):
    header["stages"].append({"name": "validator", "version": "1", "config": {}})
    return header


{"train": train, "judge": judge}[sys.argv[1]](sys.argv[2])
