// What every chart has: a frame, an axis of values, a line of words.

const margin = { left: 4, right: 58, top: 8, bottom: 20 };

function isNarrow(width) { return width < 560; }

/// The empty drawing of a chart.
function frame(width, height, label) {
  return shape("svg", {
    class: "drawing", viewBox: `0 0 ${width} ${height}`, width: "100%", height, role: "img",
    "aria-label": label,
  });
}

/// Values to pixels between top and bottom.
class Scale {
  constructor(low, high, top, bottom, isLog = false) {
    Object.assign(this, { low, high, top, bottom, isLog });
    this.from = this.place(low);
    this.span = this.place(high) - this.from || 1;
  }

  place(value) { return this.isLog ? Math.log(value) : value; }

  y(value) {
    return this.bottom - (this.place(value) - this.from) / this.span * (this.bottom - this.top);
  }

  ticks(count) {
    return this.isLog ? logTicks(this.low, this.high, count) : ticks(this.low, this.high, count);
  }
}

/// Some room above and below; a flat line lies in the middle.
function roomy([low, high], isLog = false, share = 0.06) {
  if (low === high) return [low - Math.max(Math.abs(low) * 0.01, 1e-9), high + Math.max(Math.abs(high) * 0.01, 1e-9)];
  if (isLog) { const factor = (high / low) ** share; return [low / factor, high * factor]; }
  const pad = (high - low) * share;
  return [low - pad, high + pad];
}

/// Lines of the grid, with their values on the right.
function grid(scale, width, height, format) {
  const group = shape("g", { class: "grid" });
  const { values, decimals } = scale.ticks(Math.max(3, Math.round((scale.bottom - scale.top) / 48)));
  for (const value of values) {
    const y = Math.round(scale.y(value)) + 0.5;
    if (y < scale.top - 1 || y > scale.bottom + 1) continue;
    group.append(
      shape("line", { x1: margin.left, x2: width - margin.right, y1: y, y2: y }),
      shape("text", { x: width - margin.right + 6, y: y + 4 }, format(value, decimals)));
  }
  return group;
}

/// The times below a chart.
function timeAxis(x, from, to, width, height) {
  const group = shape("g", { class: "axis" });
  let free = -Infinity;
  for (const tick of timeTicks(from, to, isNarrow(width) ? 4 : 9)) {
    const at = x(tick.ms), half = tick.text.length * 3.2;
    if (at - half < Math.max(0, free) || at + half > width) continue;
    free = at + half + 10;
    group.append(shape("text", { x: at, y: height - 5, "text-anchor": "middle" }, tick.text));
  }
  return group;
}

function path(points, x, y) {
  let text = "";
  for (const [ms, value] of points) text += `${text ? "L" : "M"}${x(ms).toFixed(1)} ${y(value).toFixed(1)}`;
  // A single point is a line of no length with round ends.
  return points.length === 1 ? text + "h0" : text;
}

/// Words above a chart: names of its lines with the values under the pointer.
function legend(title, lines) {
  const time = element("span", { class: "moment", "aria-live": "polite" });
  const keys = lines.map(line => {
    const value = element("b", {});
    const key = element("span", { class: `key ${line.style}` }, line.label, " ", value);
    return { line, key, value };
  });
  const drawn = element("span", { class: "words drawn" });
  const node = element("div", { class: "legend" }, element("strong", {}, title), drawn, ...keys.map(item => item.key), time);
  return { node, keys, time, drawn };
}
