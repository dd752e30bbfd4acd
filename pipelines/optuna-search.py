#!/usr/bin/env python3
"""Lets Optuna choose the parameters of a pipeline: sf-sweep runs each trial and answers with a line.

    python3 pipelines/optuna-search.py [TRIALS]

Put in your pipeline, a parameter for each {name}, and the figure that is to be high. A trial that
ran before is read from the results; another optimiser replaces the last lines.
"""
import json
import subprocess
import sys

import optuna

PIPELINE = (
    "sf-ingest --synthetic --bars 20000 --interval 15m --seed 42 | sf-features sma:{fast} sma:{slow}"
    " | sf-detect sma_cross:{fast},{slow} | sf-strategy --exit tp_sl:stop_loss_pct={stop}")
sweep = subprocess.Popen(
    ["sf-sweep", "--trials", "-", PIPELINE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def sharpe(trial):
    fast = trial.suggest_int("fast", 3, 30)
    trial.suggest_int("slow", fast + 1, 120)
    trial.suggest_float("stop", 0.005, 0.05, step=0.005)
    print(json.dumps(trial.params), file=sweep.stdin, flush=True)
    result = json.loads(sweep.stdout.readline())
    if result["status"] != "done" or result["sharpe"] is None:
        raise optuna.TrialPruned(result.get("error", "no Sharpe ratio"))
    return result["sharpe"]


optuna.logging.set_verbosity(optuna.logging.WARNING)
study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=1))
study.optimize(sharpe, n_trials=int(sys.argv[1]) if len(sys.argv) > 1 else 50)
sweep.stdin.close()
print(json.dumps({"sharpe": study.best_value, "parameters": study.best_params}))
sys.exit(sweep.wait())
