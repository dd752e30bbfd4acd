#!/usr/bin/env python3
"""A model from scikit-learn: enters where the chance of a gain is high enough.

    model_sklearn.py train TABLE FILE          learns from all that sf-export --training wrote
    model_sklearn.py decide FILE               decides as what FILE holds
    model_sklearn.py walk TABLE --days 365     learns, when it is asked first, from what was known
                                               by then: for sf-walk, in whose every slice it is new

--threshold P is the chance from which it enters (0.5). Needs pandas, pyarrow and scikit-learn.
"""
import argparse
import hashlib
import json
import math
import sys

# What is known of a candidate, whatever became of the account before it.
COLUMNS = ["rise", "strength", "probability", "votes", "known", "hit_rate", "mean_return",
           "half_life_bars", "agreement"]
# What stands for a number that does not exist: none of them is as low.
MISSING = -9.0
LEAST_ROWS = 50


def table(directory):
    import pandas
    rows = pandas.read_parquet(f"{directory}/decisions.parquet").merge(
        pandas.read_parquet(f"{directory}/outcomes.parquet"), on="id")
    rows["rise"] = (rows["direction"] == "rise").astype(float)
    return rows[rows["return"].notna()]


def fit(rows):
    """What a logistic regression has learned from the rows; None from too few, or gains alone."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler
    gains = rows["return"] > 0
    if len(rows) < LEAST_ROWS or gains.nunique() < 2:
        return None
    scaler = StandardScaler()
    model = LogisticRegression().fit(
        scaler.fit_transform(rows[COLUMNS].astype(float).fillna(MISSING).to_numpy()), gains)
    # Plain numbers: a decision is a sum, not a call into a library.
    weights = (model.coef_[0] / scaler.scale_).tolist()
    start = float(model.intercept_[0] - sum(w * m for w, m in zip(weights, scaler.mean_)))
    return {"start": start, "weights": weights}


def known_before(rows, ts, days):
    """Rows of the days before a time whose outcome was known by then: nothing behind it is learned."""
    import pandas
    now = pandas.Timestamp(ts).tz_localize(None)
    return rows[(rows["t1"] < now) & (rows["ts"] >= now - pandas.Timedelta(days=days))]


def digest(*parts):
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]


class Model:
    def __init__(self, options):
        self.options, self.model, self.rows = options, None, None
        if options.what == "decide":
            with open(options.table) as file:
                content = file.read()
            self.hash, self.model = digest(content), json.loads(content)
        else:
            self.rows = table(options.table)
            self.hash = digest(len(self.rows), self.rows["return"].sum(), options.days)

    def learn(self, ts):
        """Learns from the past of its first question, and says what it has learned."""
        rows, self.rows = known_before(self.rows, ts, self.options.days), None
        self.model = fit(rows)
        return {"type": "model", "ts": ts, "name": "sklearn", "version": "1",
                "hash": digest(ts, len(rows), rows["return"].sum())}

    def chance(self, request, metrics):
        if self.model is None:
            return 1.0
        seen = {**metrics.get(request["detector"], {}), **request}
        seen["rise"] = float(request["direction"] == "rise")
        row = [MISSING if seen.get(name) is None else float(seen[name]) for name in COLUMNS]
        score = self.model["start"] + sum(w * x for w, x in zip(self.model["weights"], row))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))

    def answer(self, request, metrics):
        chance = self.chance(request, metrics)
        action = "enter" if chance >= self.options.threshold else "skip"
        return {"type": "decision", "ts": request["ts"], "id": request["id"], "action": action,
                "confidence": round(chance, 6)}


def decide(model):
    metrics = {}
    for text in sys.stdin:
        line = json.loads(text)
        if line["type"] == "header":
            stage = {"name": "sklearn", "version": "1", "config": {"hash": model.hash}}
            print(json.dumps({"type": "header", "protocol": 1, "stages": [stage]}), flush=True)
        elif line["type"] == "signal_metrics":
            metrics[line["detector"]] = line
        elif line["type"] == "decide":
            if model.rows is not None:
                print(json.dumps(model.learn(line["ts"])))
            print(json.dumps(model.answer(line, metrics)))
        elif line["type"] == "mark":
            print(text, end="", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["train", "decide", "walk"])
    parser.add_argument("table", help="the directory of a table, or the file of what was learned")
    parser.add_argument("file", nargs="?", help="train: where what is learned goes")
    parser.add_argument("--days", type=float, default=365, help="walk: how far back to learn (365)")
    parser.add_argument("--threshold", type=float, default=0.5, help="the least chance (0.5)")
    options = parser.parse_args()
    if options.what != "train":
        decide(Model(options))
        return
    model = fit(table(options.table))
    if model is None:
        sys.exit(f"model_sklearn.py: error: found too few rows in '{options.table}' to learn from")
    with open(options.file, "w") as file:
        json.dump(model, file)


main()
