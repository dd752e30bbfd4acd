// Lines over time that follow the shared viewport.

class TimeChart {
  /// `lines`: {label, style, series, isArea, format?}; `above`: draws more, given the chart.
  constructor({ title, label, height, lines, format, tick, isLog = false, zero = false, hasTimes = true, above }) {
    Object.assign(this, { title, label, lines, format, tick, isLog, zero, hasTimes, above });
    this.heights = height;
    this.legend = legend(title, lines);
    this.host = element("div", {
      class: "timechart", tabindex: 0, role: "group",
      "aria-label": `${label}. Arrow keys move the pointer, plus and minus zoom, 0 shows all.`,
    });
    this.node = element("figure", {}, this.legend.node, this.host);
    this.width = 0;
    onWidth(this.host, width => { this.width = width; this.draw(); });
    view.listen(() => this.draw());
    gestures(this);
  }

  get bottom() { return this.hasTimes ? margin.bottom : 4; }

  /// The lines that are shown.
  get shown() { return this.lines.filter(line => line.series && !line.isHidden); }

  x(ms) {
    return margin.left + (ms - view.from) / (view.to - view.from) * (this.width - margin.left - margin.right);
  }

  time(x) {
    const share = (x - margin.left) / (this.width - margin.left - margin.right);
    return view.from + Math.max(0, Math.min(1, share)) * (view.to - view.from);
  }

  range() {
    let found = null;
    for (const line of this.shown) {
      const range = line.series.range(view.from, view.to);
      if (range) found = found ? [Math.min(found[0], range[0]), Math.max(found[1], range[1])] : range;
    }
    const more = this.moreRange?.();
    if (more) found = found ? [Math.min(found[0], more[0]), Math.max(found[1], more[1])] : more;
    if (!found) return null;
    // An area hangs from zero, or stands on it.
    return this.zero ? [Math.min(found[0] * 1.06, -0.001), 0] : roomy(found, this.isLog && found[0] > 0);
  }

  draw() {
    if (!this.width) return;
    const width = this.width, height = this.heights[isNarrow(width) ? 1 : 0];
    const drawing = frame(width, height, this.label);
    const range = this.range();
    if (range) {
      this.scale = new Scale(...range, margin.top, height - this.bottom, this.isLog && range[0] > 0);
      const x = ms => this.x(ms), y = value => this.scale.y(value);
      drawing.append(grid(this.scale, width, height, this.tick));
      if (this.hasTimes) drawing.append(timeAxis(x, view.from, view.to, width, height));
      const clip = shape("svg", {
        x: margin.left, y: 0, width: width - margin.left - margin.right, height,
        viewBox: `${margin.left} 0 ${width - margin.left - margin.right} ${height}`, class: "clip",
      });
      for (const line of [...this.shown].reverse()) clip.append(...this.paths(line, x, y));
      if (this.above) clip.append(...this.above(this, x, y));
      if (this.selection) clip.append(this.selected(height));
      drawing.append(clip);
    }
    drawing.append(...this.cursor(height));
    this.host.replaceChildren(drawing);
  }

  paths(line, x, y) {
    const bars = line.series.bodies?.(view.from, view.to, this.width);
    if (bars) return candleShapes(bars, line.series.candles.span, x, y);
    const { points, wicks } = line.series.points(view.from, view.to, this.width);
    if (!points.length) return [];
    const text = path(points, x, y);
    const stroke = shape("path", { class: `line ${line.style}`, d: text });
    if (wicks.length) {
      const d = wicks.map(([ms, low, high]) => `M${x(ms).toFixed(1)} ${y(low).toFixed(1)}V${y(high).toFixed(1)}`).join("");
      return [shape("path", { class: `wick ${line.style}`, d }), stroke];
    }
    if (!line.isArea) return [stroke];
    const base = y(0).toFixed(1);
    const area = `${text}L${x(points.at(-1)[0]).toFixed(1)} ${base}L${x(points[0][0]).toFixed(1)} ${base}Z`;
    return [shape("path", { class: `area ${line.style}`, d: area }), stroke];
  }

  selected(height) {
    const [a, b] = this.selection.map(ms => this.x(ms));
    return shape("rect", { class: "selection", x: Math.min(a, b), width: Math.abs(a - b), y: 0, height });
  }

  /// The line under the pointer, and the values there.
  cursor(height) {
    const ms = view.cursor;
    for (const { line, key, value } of this.legend.keys) {
      key.hidden = Boolean(line.isHidden) || !line.series;
      if (!key.hidden) value.textContent = this.format(line.series.at(ms ?? view.to - 1), line, ms ?? view.to - 1);
    }
    const [first] = this.shown, words = first?.series.words(view.from, view.to, this.width) ?? "";
    this.legend.drawn.textContent = first?.drawn?.(words) ?? words;
    this.legend.time.textContent = ms === null ? "" : timeText(ms, view.to - view.from);
    if (ms === null || !this.scale) return [];
    const x = this.x(ms);
    const dots = this.shown.map(line => [line, line.series.at(ms)]).filter(([, value]) => Number.isFinite(value))
      .map(([line, value]) => shape("circle", { class: `dot ${line.style}`, cx: x, cy: this.scale.y(value), r: 3.5 }));
    return [shape("line", { class: "cursor", x1: x, x2: x, y1: 0, y2: height - this.bottom }), ...dots];
  }
}
