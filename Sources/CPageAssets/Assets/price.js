// The price of one symbol with the entries and exits of its positions.

/// Positions as objects, those that are closed first.
const positions = data.roundTrips ? readPositions(data.roundTrips) : [];

function readPositions(columns) {
  const name = key => {
    const { names, of } = columns[key], places = integers(of);
    return index => names[places[index]];
  };
  const [symbol, detector, reason] = ["symbol", "detector", "reason"].map(name);
  const [best, worst] = [columns.mfe, columns.mae].map(unpacked);
  const read = key => integers(columns[key]);
  const [held, change, quantity, pnl, fees, bars] = ["held", "exitPrice", "quantity", "pnl", "fees", "bars"].map(read);
  const [entries, prices] = ["entryTime", "entryPrice"].map(key => summed(read(key)));
  return Array.from(read("direction"), (direction, index) => {
    const isClosed = index < columns.closed, own = value => isClosed ? value : NaN;
    const [entry, price] = [entries[index], prices[index]], notional = price * quantity[index] / 1e8;
    return {
      direction, symbol: symbol(index), detector: detector(index), reason: reason(index), isClosed,
      entry, exit: isClosed ? entry + held[index] : view.last, quantity: quantity[index] / 1e8,
      entryPrice: price / 1e8, exitPrice: own((price + change[index]) / 1e8),
      pnl: own(pnl[index] / 1e8), fees: own(fees[index] / 1e8), bars: own(bars[index]),
      gain: own(notional ? pnl[index] / notional : NaN), mfe: best?.[index] ?? NaN, mae: worst?.[index] ?? NaN,
    };
  });
}

function drawPrice(host) {
  if (!host) return;
  const symbols = [...new Set([...data.prices.map(price => price.symbol), ...positions.map(trip => trip.symbol)])].sort();
  if (!symbols.length) { host.append(element("p", { class: "note" }, "No bar and no position is in the stream.")); return; }
  const line = { label: "", style: "price", series: null };
  const chart = new TimeChart({
    title: symbols[0], label: "Price with entries and exits", height: [340, 260], lines: [line],
    format: (value, line, ms) => line.series.text(ms), tick: fixed, above: (chart, x, y) => markers(chart, shown, x, y),
  });
  let shown = [];
  chart.moreRange = () => {
    const isSeen = ms => ms >= view.from && ms <= view.to;
    const prices = shown.flatMap(trip => [
      ...isSeen(trip.entry) ? [trip.entryPrice] : [], ...trip.isClosed && isSeen(trip.exit) ? [trip.exitPrice] : []]);
    return prices.length ? prices.reduce(([low, high], price) => [Math.min(low, price), Math.max(high, price)], [Infinity, -Infinity]) : null;
  };
  const words = element("p", { class: "readout", "aria-live": "polite" });
  view.listen(() => { words.textContent = tripWords(nearest(shown, chart)) || hint(shown); });
  const choose = index => {
    const price = data.prices.find(price => price.symbol === symbols[index]);
    line.series = price ? new PriceSeries(price) : null;
    shown = positions.filter(trip => trip.symbol === symbols[index]);
    chart.legend.node.querySelector("strong").textContent = symbols[index] + (price ? `, ${price.interval}` : "");
    view.changed();
  };
  const bar = element("div", { class: "toolbar" },
    element("span", { class: "key gain" }, "gain"), element("span", { class: "key loss" }, "loss"),
    element("span", { class: "words" }, "▲ long  ▼ short  ● exit"), element("span", { class: "space" }));
  if (symbols.length > 1) bar.append(picker("Symbol", symbols, choose));
  host.append(bar, chart.node, words, ...priceNotes());
  choose(0);
}

function priceNotes() {
  const notes = [];
  if (!data.prices.length) notes.push("The stream holds no bars: with sf-strategy --forward all the price is drawn too.");
  if (data.roundTrips.stride > 1) {
    notes.push(`One of ${data.roundTrips.stride} round trips is drawn and listed; all ${data.roundTrips.count} are counted in the tables.`);
  }
  return notes.map(text => element("p", { class: "note" }, text));
}

/// Each position from entry to exit; symbols at the ends as long as they can be told apart.
function markers(chart, trips, x, y) {
  const visible = trips.filter(trip => trip.exit >= view.from && trip.entry <= view.to);
  // Where there is no room for symbols, a dot says where a position began.
  const isDense = visible.length * 9 > chart.width, size = 4.5;
  const lines = { gain: "", loss: "", open: "" }, ends = { gain: "", loss: "", open: "" }, exits = { gain: "", loss: "", open: "" };
  for (const trip of visible) {
    const kind = !trip.isClosed ? "open" : trip.pnl > 0 ? "gain" : "loss";
    const [ax, ay, bx] = [x(trip.entry), y(trip.entryPrice), x(trip.exit)];
    const by = trip.isClosed ? y(trip.exitPrice) : ay;
    if (isDense) { exits[kind] += `M${ax.toFixed(1)} ${ay.toFixed(1)}h0`; continue; }
    lines[kind] += `M${ax.toFixed(1)} ${ay.toFixed(1)}L${bx.toFixed(1)} ${by.toFixed(1)}`;
    const tip = trip.direction > 0 ? -size : size;
    ends[kind] += `M${(ax - size).toFixed(1)} ${(ay - tip).toFixed(1)}h${2 * size}L${ax.toFixed(1)} ${(ay + tip).toFixed(1)}Z`;
    if (trip.isClosed) exits[kind] += `M${bx.toFixed(1)} ${by.toFixed(1)}h0`;
  }
  return ["gain", "loss", "open"].flatMap(kind => [
    shape("path", { class: `trip ${kind}`, d: lines[kind] }),
    shape("path", { class: `exit ${kind}${isDense ? visible.length * 3 > chart.width ? " crowd" : " dense" : ""}`, d: exits[kind] }),
    shape("path", { class: `entry ${kind}`, d: ends[kind] }),
  ]).filter(node => node.getAttribute("d"));
}

/// The position with an end within a finger's width of the pointer.
function nearest(trips, chart) {
  if (view.cursor === null || !chart.width) return null;
  let found = null, least = 14;
  for (const trip of trips) {
    for (const ms of [trip.entry, trip.exit]) {
      const distance = Math.abs(chart.x(ms) - chart.x(view.cursor));
      if (distance < least) [found, least] = [trip, distance];
    }
  }
  return found;
}

function hint(trips) {
  const visible = trips.filter(trip => trip.exit >= view.from && trip.entry <= view.to).length;
  if (!trips.length) return "No position was opened.";
  return `${counted(visible, "position")} in view. ${isTouched ? "Pinch the chart" : "Drag over the chart"} to look closer.`;
}

function tripWords(trip) {
  if (!trip) return "";
  const side = trip.direction > 0 ? "long" : "short";
  const opened = `${side} ${trip.symbol} ${timeText(trip.entry)} at ${amount(trip.entryPrice)}` + (trip.detector ? ` by ${trip.detector}` : "");
  if (!trip.isClosed) return `${opened}, still open`;
  return `${opened} → ${timeText(trip.exit)} at ${amount(trip.exitPrice)} (${trip.reason}): ${percent(trip.gain)}, ${amount(trip.pnl)} quote, ${counted(trip.bars, "bar")}`;
}
