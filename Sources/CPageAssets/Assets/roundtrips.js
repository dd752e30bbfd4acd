// How round trips ended, and how far they went for and against.

function drawRoundTrips(host) {
  if (!host) return;
  const count = data.returns.counts.reduce((sum, count) => sum + count, 0);
  const chart = new BarChart({
    title: "Returns of round trips", label: "Histogram of the returns of round trips", height: [260, 210],
    tick: value => Number.isInteger(value) ? fixed(value, 0) : "", words: `${counted(count, "round trip")}, net of fees`,
  });
  chart.show(histogram(data.returns, count));
  host.classList.add("pair");
  host.append(chart.node, excursions());
}

/// About forty bins: neighbours become one, from multiples of their width on, so that 0 is an edge.
function histogram({ width, lowest, counts }, total) {
  // 1, 2 or 5 times a power of ten, as widths are.
  const factor = [1, 5, 10, 50, 100, 500, 1000].find(factor => counts.length / factor <= 60) ?? 1;
  const first = Math.floor(lowest / factor), last = Math.floor((lowest + counts.length - 1) / factor);
  const bars = [];
  const decimals = Math.max(0, Math.min(4, 1 - Math.floor(Math.log10(width * factor * 100))));
  // One bin is no histogram: as much room beside as makes it one.
  const room = Math.max(0, Math.ceil((11 - (last - first + 1)) / 2));
  for (let bin = first - room; bin <= last + room; bin++) {
    let sum = 0;
    for (let index = bin * factor; index < (bin + 1) * factor; index++) sum += counts[index - lowest] ?? 0;
    const [from, to] = [bin, bin + 1].map(edge => percent(edge * factor * width, decimals));
    bars.push({
      value: sum, style: bin < 0 ? "loss" : "gain", label: percent(bin * factor * width, Math.max(0, decimals - 1)), bin,
      words: `${from} to ${to}: ${counted(sum, "round trip")} (${percent(sum / total, 1)})`,
    });
  }
  return bars;
}

/// Excursions: the worst (MAE) or the best (MFE) gain that a position saw, against what it brought.
function excursions() {
  const trips = positions.filter(trip => trip.isClosed && Number.isFinite(trip.gain));
  const host = element("div", { class: "scatter" });
  const readout = element("span", { class: "moment", "aria-live": "polite" });
  let key = "mae", width = 0, hover = null;
  const names = { mae: "worst excursion (MAE)", mfe: "best excursion (MFE)" };
  const draw = () => {
    if (!width) return;
    const height = isNarrow(width) ? 240 : 260, drawing = frame(width, height, `Return against ${names[key]}`);
    const bounds = values => roomy([Math.min(0, ...values), Math.max(0, ...values)]);
    const y = new Scale(...bounds(trips.map(trip => trip.gain)), margin.top, height - margin.bottom);
    const x = new Scale(...bounds(trips.map(trip => trip[key])), width - margin.right, margin.left + 6);
    drawing.append(grid(y, width, height, (value, decimals) => percent(value, Math.max(0, decimals - 2))), ...axes(x, y, width, height));
    for (const kind of ["gain", "loss"]) {
      const text = trips.filter(trip => trip.pnl > 0 === (kind === "gain"))
        .map(trip => `M${x.y(trip[key]).toFixed(1)} ${y.y(trip.gain).toFixed(1)}h0`).join("");
      if (text) drawing.append(shape("path", { class: `points ${kind}`, d: text }));
    }
    if (hover) drawing.append(shape("circle", { class: "dot price", cx: x.y(hover[key]), cy: y.y(hover.gain), r: 5 }));
    host.replaceChildren(drawing);
    host.find = (px, py) => closest(trips, trip => Math.hypot(x.y(trip[key]) - px, y.y(trip.gain) - py));
  };
  const axes = (x, y, width, height) => {
    const { values, decimals } = x.ticks(isNarrow(width) ? 3 : 5);
    const group = shape("g", { class: "axis" });
    for (const value of values) {
      group.append(shape("text", { x: x.y(value), y: height - 5, "text-anchor": "middle" }, percent(value, Math.max(0, decimals - 2))));
    }
    const zero = Math.round(x.y(0)) + 0.5, base = Math.round(y.y(0)) + 0.5;
    return [group,
      shape("line", { class: "base", x1: zero, x2: zero, y1: margin.top, y2: height - margin.bottom }),
      shape("line", { class: "base", x1: margin.left, x2: width - margin.right, y1: base, y2: base })];
  };
  onPoint(host, (x, y) => {
    hover = host.find?.(x, y) ?? null;
    readout.textContent = hover ? tripWords(hover) : "";
    draw();
  });
  onWidth(host, now => { width = now; draw(); });
  const options = [{ key: "mae", label: "Worst (MAE)" }, { key: "mfe", label: "Best (MFE)" }];
  const title = element("strong", {}, `Return against ${names[key]}`);
  const buttons = choice("Excursion", options, key, chosen => { key = chosen; title.textContent = `Return against ${names[key]}`; draw(); });
  return element("figure", {}, element("div", { class: "legend" }, title, element("span", { class: "space" }), buttons), host,
    element("p", { class: "readout" }, readout));
}

/// The nearest within some pixels.
function closest(items, distance) {
  let found = null, least = 18;
  for (const item of items) {
    const now = distance(item);
    if (now < least) [found, least] = [item, now];
  }
  return found;
}
