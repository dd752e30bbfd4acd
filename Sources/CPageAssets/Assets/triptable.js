// Every round trip as a row: sorted by any column, narrowed by words, taken along as CSV.

const tripColumns = [
  { key: "entry", label: "entered, UTC", value: trip => trip.entry, text: trip => timeText(trip.entry), csv: trip => new Date(trip.entry).toISOString() },
  { key: "exit", label: "left, UTC", value: trip => trip.isClosed ? trip.exit : NaN, text: trip => trip.isClosed ? timeText(trip.exit) : "open", csv: trip => trip.isClosed ? new Date(trip.exit).toISOString() : "" },
  { key: "symbol", label: "symbol", isText: true, value: trip => trip.symbol },
  { key: "direction", label: "side", isText: true, value: trip => sideText(trip) },
  { key: "quantity", label: "quantity", value: trip => trip.quantity, text: trip => amount(trip.quantity) },
  { key: "entry_price", label: "entry price", value: trip => trip.entryPrice, text: trip => amount(trip.entryPrice) },
  { key: "exit_price", label: "exit price", value: trip => trip.exitPrice, text: trip => amount(trip.exitPrice) },
  { key: "pnl", label: "pnl, quote", value: trip => trip.pnl, text: trip => amount(trip.pnl), isTinted: true },
  { key: "return_fraction", label: "return, %", value: trip => trip.gain, text: trip => fixed(trip.gain * 100, 2), isTinted: true, isRatio: true },
  { key: "fees", label: "fees, quote", value: trip => trip.fees, text: trip => amount(trip.fees) },
  { key: "bars", label: "bars", value: trip => trip.bars, text: trip => fixed(trip.bars, 0) },
  { key: "mfe", label: "best, %", value: trip => trip.mfe, text: trip => fixed(trip.mfe * 100, 2), isRatio: true },
  { key: "mae", label: "worst, %", value: trip => trip.mae, text: trip => fixed(trip.mae * 100, 2), isRatio: true },
  { key: "detector", label: "detector", isText: true, value: trip => trip.detector },
  { key: "exit_reason", label: "exit reason", isText: true, value: trip => trip.isClosed ? trip.reason : "" },
];

function sideText(trip) { return trip.direction > 0 ? "long" : "short"; }

function drawTripTable(host) {
  if (!host || !positions.length) return;
  const state = { column: 0, falls: false, words: [], shown: 50 };
  const body = element("tbody", {}), count = element("span", { class: "words", "aria-live": "polite" });
  const heads = tripColumns.map((column, index) => {
    const button = element("button", { type: "button", class: "sort" }, column.label);
    button.addEventListener("click", () => {
      state.falls = state.column === index ? !state.falls : !column.isText && index > 1;
      state.column = index;
      show();
    });
    return element("th", { scope: "col", class: column.isText || index < 2 ? "text" : null, "data-key": column.key }, button);
  });
  const words = trip => `${trip.symbol} ${sideText(trip)} ${trip.detector} ${trip.isClosed ? `${trip.reason} ${trip.pnl > 0 ? "gain" : "loss"}` : "open"}`.toLowerCase();
  const chosen = () => {
    const { value, isText } = tripColumns[state.column], sign = state.falls ? -1 : 1;
    const found = positions.filter(trip => state.words.every(word => words(trip).includes(word)));
    // What has no value stands last, whichever way.
    return found.sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      if (isText) return x === y ? 0 : (x < y ? -1 : 1) * sign;
      return Number.isNaN(x) || Number.isNaN(y) ? Number.isNaN(x) - Number.isNaN(y) : (x - y) * sign;
    });
  };
  const show = () => {
    const found = chosen();
    heads.forEach((head, index) => head.setAttribute("aria-sort", index !== state.column ? "none" : state.falls ? "descending" : "ascending"));
    body.replaceChildren(...found.slice(0, state.shown).map(tripRow));
    count.textContent = found.length === positions.length ? counted(found.length, "position") : `${found.length} of ${counted(positions.length, "position")}`;
    more.hidden = found.length <= state.shown;
  };
  const more = element("button", { type: "button", id: "more-trips" }, "Show more");
  more.addEventListener("click", () => { state.shown += 200; show(); });
  const filter = element("input", { type: "search", id: "trip-filter", placeholder: "symbol, side, detector, reason, loss …", "aria-label": "Show only positions with these words" });
  filter.addEventListener("input", () => {
    state.words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    state.shown = 50;
    show();
  });
  const save = element("a", { class: "button", id: "trip-csv", download: "positions.csv", href: "#" }, "CSV");
  save.addEventListener("click", () => {
    URL.revokeObjectURL(save.href);
    save.href = URL.createObjectURL(new Blob([tripCSV(chosen())], { type: "text/csv" }));
  });
  host.append(
    element("div", { class: "toolbar" }, filter, count, element("span", { class: "space" }), save),
    element("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Positions" },
      element("table", { class: "trips" }, element("thead", {}, element("tr", {}, ...heads)), body)), more);
  show();
}

/// Its first cell leads to where it is on the chart.
function tripRow(trip) {
  const cells = tripColumns.map((column, index) => {
    const text = column.text ? column.text(trip) : column.value(trip);
    const tint = column.isTinted && trip.isClosed ? (trip.pnl > 0 ? "gain" : trip.pnl < 0 ? "loss" : null) : null;
    if (index > 0) return element("td", { class: column.isText || index < 2 ? "text" : tint }, text);
    const button = element("button", { type: "button", class: "link", title: "Show it on the charts" }, text);
    button.addEventListener("click", () => {
      const around = Math.max((trip.exit - trip.entry) * 2, view.least);
      view.show((trip.entry + trip.exit - around) / 2, (trip.entry + trip.exit + around) / 2);
      document.getElementById("price").scrollIntoView();
    });
    return element("td", { class: "text" }, button);
  });
  return element("tr", {}, ...cells);
}

/// Exact: decimals as they are, and nothing for what does not exist.
function tripCSV(trips) {
  const quoted = text => /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const cell = (trip, column) => {
    if (column.csv) return column.csv(trip);
    const value = column.value(trip);
    if (column.isText) return quoted(value);
    if (!Number.isFinite(value)) return "";
    return column.isRatio ? String(value) : value.toFixed(8).replace(/\.?0+$/, "");
  };
  return [tripColumns.map(column => column.key), ...trips.map(trip => tripColumns.map(column => cell(trip, column)))]
    .map(row => row.join(",") + "\n").join("");
}
