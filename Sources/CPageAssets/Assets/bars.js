// Bars over a few classes: histograms, rates by decile, means by horizon.

class BarChart {
  /// `bars`: {label, value, style, words}; values rise from `base`.
  constructor({ title, label, height = [210, 190], tick, base = 0, words = "" }) {
    Object.assign(this, { title, label, heights: height, tick, base, words, bars: [], width: 0 });
    this.readout = element("span", { class: "moment", "aria-live": "polite" });
    this.heading = element("strong", {}, title);
    this.host = element("div", { class: "barchart", tabindex: 0, role: "group", "aria-label": `${label}. Arrow keys read the bars.` });
    this.node = element("figure", {}, element("div", { class: "legend" }, this.heading, this.readout), this.host);
    this.chosen = null;
    onWidth(this.host, width => { this.width = width; this.draw(); });
    onPoint(this.host, x => this.choose(this.index(x)));
    this.host.addEventListener("keydown", event => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.choose(Math.max(0, Math.min(this.bars.length - 1, (this.chosen ?? (step > 0 ? -1 : this.bars.length)) + step)));
    });
  }

  show(bars) { this.bars = bars; this.chosen = null; this.draw(); }

  index(x) {
    const share = (x - margin.left) / this.inner;
    return share >= 0 && share < 1 ? Math.floor(share * this.bars.length) : null;
  }

  get inner() { return this.width - margin.left - margin.right; }

  choose(index) {
    if (index === this.chosen) return;
    this.chosen = index;
    this.draw();
  }

  draw() {
    if (!this.width) return;
    const height = this.heights[isNarrow(this.width) ? 1 : 0], drawing = frame(this.width, height, this.label);
    const values = this.bars.map(bar => bar.value).filter(Number.isFinite);
    this.readout.textContent = this.chosen === null ? this.words : this.bars[this.chosen]?.words ?? "";
    if (values.length) {
      const [low, high] = [Math.min(this.base, ...values), Math.max(this.base, ...values)];
      const pad = (high - low || Math.abs(this.base) || 1) * 0.06;
      this.scale = new Scale(low < this.base ? low - pad : low, high > this.base ? high + pad : high, margin.top, height - margin.bottom);
      drawing.append(grid(this.scale, this.width, height, this.tick));
      this.bars.forEach((bar, index) => drawing.append(...this.bar(bar, index)));
      const y = this.scale.y(this.base);
      drawing.append(shape("line", { class: "base", x1: margin.left, x2: this.width - margin.right, y1: y, y2: y }), this.labels(height));
    }
    this.host.replaceChildren(drawing);
  }

  bar(bar, index) {
    if (!Number.isFinite(bar.value)) return [];
    const step = this.inner / this.bars.length, gap = step > 6 ? Math.min(6, step * 0.15) : 0.5;
    const [a, b] = [this.scale.y(bar.value), this.scale.y(this.base)];
    const attributes = {
      class: `bar ${bar.style}${index === this.chosen ? " chosen" : ""}`, x: margin.left + index * step + gap / 2,
      width: Math.max(0.5, step - gap), y: Math.min(a, b), height: Math.max(bar.value === this.base ? 0 : 1, Math.abs(a - b)),
    };
    return [shape("rect", attributes)];
  }

  /// Every so-manyth label, as many as fit: in the middle of its bar, or at the left edge of a bin.
  labels(height) {
    const group = shape("g", { class: "axis" }), step = this.inner / this.bars.length;
    const widest = Math.max(...this.bars.map(bar => bar.label.length)) * 6.4 + 10;
    const every = [1, 2, 4, 5, 10, 20, 50].find(count => count * step >= widest) ?? 100;
    this.bars.forEach((bar, index) => {
      const at = margin.left + step * (bar.bin === undefined ? index + 0.5 : index);
      if ((bar.bin ?? index) % every !== 0 || at + widest / 2 > this.width) return;
      group.append(shape("text", { x: Math.max(at, widest / 2), y: height - 5, "text-anchor": "middle" }, bar.label));
    });
    return group;
  }
}
