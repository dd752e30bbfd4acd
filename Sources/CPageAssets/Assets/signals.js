// How good signals were: by strength, and some bars later.

function drawSignals(host) {
  if (!host) return;
  const charts = {
    hits: new BarChart({ title: "Hit rate after so many bars", label: "Hit rate by bars after the signal", tick: percentTick, base: 0.5 }),
    gains: new BarChart({ title: "Mean move after so many bars", label: "Mean move in the signal's direction by bars after it", tick: percentTick }),
    deciles: new BarChart({ title: "Hit rate by strength", label: "Hit rate by decile of strength", tick: percentTick, base: 0.5 }),
  };
  const show = index => {
    const signals = data.signals[index];
    charts.hits.show(signals.outcomes.map(([known, rate], place) => bar(place, known, rate, 0.5, `hit rate ${percent(rate ?? NaN, 1)}`)));
    charts.gains.show(signals.outcomes.map(([known, , gain], place) => bar(place, known, gain, 0, `mean move ${percent(gain ?? NaN, 3)}`)));
    charts.deciles.show(deciles(signals.deciles));
    charts.deciles.heading.textContent = `Hit rate by strength, ${data.horizons[3]} bars later`;
    const isFlat = signals.deciles.length < 2;
    charts.deciles.words = isFlat ? "all signals are equally strong" : "weakest to strongest";
    charts.hits.words = counted(signals.signals, "signal");
    for (const chart of Object.values(charts)) chart.draw();
  };
  const bar = (place, known, value, base, words) => ({
    value: value ?? NaN, label: String(data.horizons[place]), style: (value ?? base) < base ? "loss" : "gain",
    words: `${data.horizons[place]} bars later: ${words} of ${counted(known, "signal")}`,
  });
  if (data.signals.length > 1) {
    host.append(element("div", { class: "toolbar" }, picker("Detector", data.signals.map(item => item.detector), show)));
  }
  host.append(element("div", { class: "triple" }, charts.hits.node, charts.gains.node, charts.deciles.node));
  show(0);
}

function percentTick(value, decimals) { return percent(value, Math.max(0, decimals - 2)); }

function deciles(deciles) {
  return deciles.map(([lowest, highest, count, hits], index) => ({
    value: hits / count, label: String(index + 1), style: hits / count < 0.5 ? "loss" : "gain",
    words: `strength ${amount(lowest)} to ${amount(highest)}: hit rate ${percent(hits / count, 1)} of ${counted(count, "signal")}`,
  }));
}
