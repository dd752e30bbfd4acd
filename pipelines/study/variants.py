"""What the study compares: a baseline, and one change to it at a time.

A variant is a name and the choices it has. A choice is a list of options for sf-strategy; the
walk-forward picks one on each training part. Sizers and filters stand on the exit that the
baseline has picked for the same window, so that a row shows the change alone.
"""
from itertools import product


def grid(template, **values):
    """Every combination of the values, filled into the words of the template."""
    names = list(values)
    return [[word.format(**dict(zip(names, combination))) for word in template.split()]
            for combination in product(*values.values())]


BASELINE = ("tp_sl", grid("--exit tp_sl:take_profit_pct={tp},stop_loss_pct={sl}",
                          tp=[0.01, 0.02, 0.03, 0.05], sl=[0.0075, 0.015, 0.03]))

EXITS = [
    ("trailing stop", grid("--exit trailing_stop:trail_pct={trail}",
                           trail=[0.005, 0.01, 0.02, 0.03, 0.05])),
    ("trailing stop, armed", grid(
        "--exit trailing_stop:trail_pct={trail},activation_pct={arm} --exit tp_sl:take_profit_pct=none,stop_loss_pct={sl}",
        trail=[0.005, 0.01, 0.02], arm=[0.005, 0.01], sl=[0.015, 0.03])),
    ("trailing stop, atr", grid("--exit trailing_stop:trail_atr_mult={mult}",
                                mult=[2, 3, 5, 8])),
    ("volatility at entry", grid("--exit volatility:tp_atr_mult={tp},sl_atr_mult={sl}",
                                 tp=[3, 6, 10], sl=[1.5, 3, 5])),
    ("volatility, rolling", grid(
        "--exit volatility:tp_atr_mult={tp},sl_atr_mult={sl},levels=rolling",
        tp=[3, 6, 10], sl=[1.5, 3, 5])),
    ("time", grid("--exit time:max_bars={bars}", bars=[12, 36, 72, 144])),
    ("opposite signal", grid("--exit signal")),
    ("opposite signal, stop", grid(
        "--exit signal --exit tp_sl:take_profit_pct=none,stop_loss_pct={sl}",
        sl=[0.0075, 0.015, 0.03])),
    ("break even", grid(
        "--exit break_even:trigger_pct={trigger},buffer_pct=0.002 --exit tp_sl:take_profit_pct={tp},stop_loss_pct={sl}",
        trigger=[0.005, 0.01], tp=[0.02, 0.03], sl=[0.015, 0.03])),
    ("tp_sl, intrabar", grid(
        "--exit-trigger intrabar --exit tp_sl:take_profit_pct={tp},stop_loss_pct={sl}",
        tp=[0.01, 0.02, 0.03, 0.05], sl=[0.0075, 0.015, 0.03])),
]

SIZERS = [
    ("size: kelly", grid("--size kelly:fraction={fraction}", fraction=[0.25, 0.5])),
    ("size: volatility target", grid("--size volatility_target:annual={annual},max_fraction=0.3",
                                     annual=[0.1, 0.2, 0.4])),
    ("size: risk parity", grid("--size risk_parity:target_positions={n}", n=[5, 10])),
    ("size: atr risk", grid("--size atr_risk:risk_pct={risk},sl_atr_mult=1.5",
                            risk=[0.0005, 0.001, 0.002])),
]

FILTERS = [
    ("filter: volatility", grid("--filter volatility:max_percentile={most},window=500",
                                most=[0.5, 0.8])),
    ("filter: calm is refused", grid("--filter volatility:min={least}", least=[0.2, 0.4, 0.6])),
    ("filter: drawdown", grid("--filter drawdown:max={most},resume={resume}",
                              most=[0.03, 0.06], resume=[0.01, 0.02])),
    ("filter: correlation", grid("--filter correlation:max={most},window=100,max_correlated=1",
                                 most=[0.5, 0.7, 0.9])),
    ("filter: hours", grid("--filter time_of_day:hours={hours},days=mon-sun",
                           hours=["00-08", "08-16", "16-24"])),
    ("filter: cooldown", grid("--filter cooldown:bars={bars},after={after}",
                              bars=[12, 48], after=["loss", "any"])),
    ("filter: accuracy", grid("--filter signal_accuracy:min={least},window=20,horizon=10",
                              least=[0.4, 0.5])),
]
