// Equity, the fall below its high beneath it, and the whole run below both.

function drawEquity(host) {
  if (!host) return;
  const many = runs.length > 1;
  const scaled = (run, series) => series && (many ? series.map(value => value / run.capital * 100) : series);
  const lines = [];
  for (const [index, run] of runs.entries()) {
    lines.push({ label: run.name, style: many ? `run${index % 6}` : "equity", series: scaled(run, run.equity) });
    if (!many && run.hold) lines.push({ label: "buy and hold", style: "hold", series: run.hold });
  }
  const equity = new TimeChart({
    title: many ? "Equity, capital = 100" : "Equity, quote", label: "Equity over time", height: [320, 230],
    lines, hasTimes: false, format: value => amount(value), tick: fixed,
  });
  const drawdown = new TimeChart({
    title: "Drawdown", label: "Drawdown over time", height: [130, 110], zero: true,
    lines: runs.map((run, index) => ({
      label: many ? run.name : "", style: many ? `run${index % 6}` : "fall", isArea: !many,
      series: run.drawdown && run.drawdown.map(value => -value), drawn: words => words.replace("lowest to highest", "deepest"),
    })),
    format: value => percent(value), tick: (value, decimals) => percent(value, Math.max(0, decimals - 2)),
  });
  host.append(
    element("div", { class: "toolbar" }, ranges(), zoomButtons(), element("span", { class: "space" }),
      ...equityToggles(equity, lines, many)),
    equity.node, drawdown.node, overview(lines[0].series, lines[0].style));
}

function equityToggles(chart, lines, many) {
  const isPositive = lines.every(line => !line.series || line.series.range(view.first, view.last)?.[0] > 0);
  const buttons = [toggle("Log", false, isOn => { chart.isLog = isOn; view.changed(); },
    { id: "log", title: "Logarithmic values", disabled: isPositive ? null : "disabled" })];
  const hold = lines.find(line => line.style === "hold");
  if (hold) buttons.push(toggle("Buy and hold", true, isOn => { hold.isHidden = !isOn; view.changed(); }, { id: "hold" }));
  if (many) {
    for (const line of lines) {
      buttons.push(toggle(line.label, true, isOn => { line.isHidden = !isOn; view.changed(); }, { class: `toggle ${line.style}` }));
    }
  }
  return buttons;
}

/// The last year, quarter … of what is shown; only those shorter than the run.
function ranges() {
  const whole = view.last - view.first;
  const spans = [["1y", 365], ["3m", 91], ["1m", 30], ["1w", 7], ["1d", 1]].filter(([, days]) => days * day < whole * 0.98);
  const group = choice("Range", [["All", 0], ...spans].map(([label]) => ({ key: label, label })), "All", key => {
    const span = spans.find(([label]) => label === key);
    if (!span) return view.reset();
    const end = view.isWhole ? view.last : view.to;
    view.show(end - span[1] * day, end);
  });
  // A stretch that was chosen in another way is none of these.
  view.listen(() => {
    const shown = view.to - view.from;
    const match = view.isWhole ? "All" : spans.find(([, days]) => Math.abs(days * day - shown) < 1)?.[0];
    for (const button of group.children) button.setAttribute("aria-pressed", String(button.dataset.key === match));
  });
  return group;
}

function zoomButtons() {
  const button = (label, text, action) => {
    const node = element("button", { type: "button", "aria-label": label, title: label }, text);
    node.addEventListener("click", action);
    return node;
  };
  return element("div", { class: "choice", role: "group", "aria-label": "Zoom" },
    button("Earlier", "‹", () => view.pan(-0.5)), button("Zoom out", "−", () => view.zoom(2)),
    button("Zoom in", "+", () => view.zoom(0.5)), button("Later", "›", () => view.pan(0.5)));
}

/// Sharpe and volatility of the last days, which move with the rest.
function drawRolling(host) {
  if (!host) return;
  const chart = (title, style, values, format, tick) => new TimeChart({
    title, label: `${title} over time`, height: [150, 130],
    lines: [{ label: "", style, series: Series.of(data.rolling, null, null, values) }], format, tick,
  });
  host.append(
    chart("Sharpe", "equity", data.rolling.sharpe, value => fixed(value, 2), fixed).node,
    chart("Volatility, a year", "other", data.rolling.volatility, value => percent(value),
      (value, decimals) => percent(value, Math.max(0, decimals - 2))).node);
}
