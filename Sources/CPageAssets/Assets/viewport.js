// The stretch of time that all charts show, and the moment under the pointer.

class Viewport {
  constructor(first, last) {
    Object.assign(this, { first, last, from: first, to: last, cursor: null });
    // No nearer than twenty of the shortest bars.
    const spans = (data.prices ?? []).map(price => price.fine.span).filter(Boolean);
    this.least = Math.min(last - first, 20 * (spans.length ? Math.min(...spans) : minute));
    this.listeners = [];
    this.waiting = false;
  }

  listen(draw) { this.listeners.push(draw); }

  changed() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      for (const draw of this.listeners) draw();
    });
  }

  /// Shows a stretch, moved and cut to what there is.
  show(from, to) {
    const whole = this.last - this.first;
    const span = Math.min(whole, Math.max(to - from, this.least));
    const start = Math.max(this.first, Math.min((from + to - span) / 2, this.last - span));
    [this.from, this.to] = [start, start + span];
    this.changed();
  }

  reset() { this.show(this.first, this.last); }

  /// Below 1 nearer, above 1 farther; the moment stays where it is.
  zoom(factor, ms = (this.from + this.to) / 2) {
    this.show(ms - (ms - this.from) * factor, ms + (this.to - ms) * factor);
  }

  pan(share) {
    const step = (this.to - this.from) * share;
    const moved = Math.max(this.first - this.from, Math.min(step, this.last - this.to));
    this.show(this.from + moved, this.to + moved);
  }

  point(ms) {
    this.cursor = ms === null ? null : Math.max(this.from, Math.min(ms, this.to));
    this.changed();
  }

  get isWhole() { return this.from <= this.first && this.to >= this.last; }
}

const runs = data.runs.map(run => ({
  ...run,
  equity: Series.of(run, run.low, run.high, run.last),
  hold: Series.of(run, null, null, run.hold),
  drawdown: Series.of(run, null, null, run.drawdown),
})).filter(run => run.equity);

// From the open of the first bar, which is before the first mark.
const opens = (data.prices ?? []).filter(price => price.fine.span && price.fine.blocks.length)
  .map(price => price.fine.blocks[0][1] - price.fine.span);
const view = new Viewport(
  Math.min(...runs.map(run => run.equity.from), ...opens), Math.max(...runs.map(run => run.equity.to)));
