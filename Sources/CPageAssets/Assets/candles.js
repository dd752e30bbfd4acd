// The bars of a series, which are unpacked where somebody looks: see BarBlock.

class Candles {
  constructor({ bars, span, decimals, blocks }, interval) {
    Object.assign(this, { bars, span, decimals, interval });
    this.blocks = blocks.map(([count, time, timeUnit, price, unit, text]) => ({ count, time, timeUnit, price, unit, text }));
    this.name = bars > 1 ? `${bars} × ${interval}` : interval;
  }

  /// The columns of a block.
  load(block) {
    if (block.open) return block;
    const { count, unit } = block, reader = new BitReader(block.text);
    const [times, opens, bodies, ups, downs] = [
      reader.integers(count - 1, true), ...[true, true, false, false].map(isSigned => reader.integers(count, isSigned))];
    const make = () => new Float64Array(count);
    Object.assign(block, { times: make(), open: make(), high: make(), low: make(), close: make() });
    let time = block.time, last = block.price;
    for (let index = 0; index < count; index++) {
      if (index) time += (times[index - 1] + 1) * block.timeUnit;
      const open = last + opens[index], close = open + bodies[index];
      block.times[index] = time;
      // Whole numbers until here: one rounding, to the nearest of the price.
      block.open[index] = open * unit / 1e8;
      block.close[index] = close * unit / 1e8;
      block.high[index] = (Math.max(open, close) + ups[index]) * unit / 1e8;
      block.low[index] = (Math.min(open, close) - downs[index]) * unit / 1e8;
      last = close;
    }
    block.text = null;
    return block;
  }

  /// The first block that reaches beyond a time: the last that begins at it or before.
  first(ms) {
    let [low, high] = [0, this.blocks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.blocks[middle].time <= ms) low = middle + 1; else high = middle;
    }
    return Math.max(0, low - 1);
  }

  /// Calls back with each bar that reaches into a stretch of time: its block and its place there.
  each(from, to, take) {
    const span = this.span ?? 0;
    for (let place = this.first(from); place < this.blocks.length; place++) {
      if (this.blocks[place].time - span > to) return;
      const block = this.load(this.blocks[place]);
      for (let index = 0; index < block.count; index++) {
        const time = block.times[index];
        if (time >= from && time - span <= to) take(block, index);
      }
    }
  }

  /// The bar at a moment, or the last before it; `null` before the first.
  at(ms) {
    let found = null;
    for (let place = this.first(ms + (this.span ?? 0)); place >= 0 && !found; place--) {
      const block = this.load(this.blocks[place]);
      for (let index = 0; index < block.count && block.times[index] - (this.span ?? 0) <= ms; index++) found = [block, index];
    }
    return found;
  }
}

/// The price of a series in two tiers: columns of time as long as they fill the screen, the bars
/// themselves where they do not.
class PriceSeries {
  constructor(price) {
    this.coarse = Series.of(price, price.low, price.high, price.last);
    this.candles = new Candles(price.fine, price.interval);
    Object.assign(this, { from: this.coarse.from, to: this.coarse.to });
  }

  isFine(from, to) { return this.candles.blocks.length > 0 && (to - from) / this.coarse.width < 1500; }

  range(from, to) {
    if (!this.isFine(from, to)) return this.coarse.range(from, to);
    let low = Infinity, high = -Infinity;
    this.candles.each(from, to, (block, index) => {
      if (block.low[index] < low) low = block.low[index];
      if (block.high[index] > high) high = block.high[index];
    });
    return low <= high ? [low, high] : this.coarse.range(from, to);
  }

  at(ms) {
    const found = this.isFine(view.from, view.to) && this.candles.at(ms);
    return found ? found[0].close[found[1]] : this.coarse.at(ms);
  }

  /// What a bar says, or the close where only columns are there.
  text(ms) {
    const found = this.isFine(view.from, view.to) ? this.candles.at(ms) : null;
    if (!found) return `close ${amount(this.coarse.at(ms))}`;
    const [block, index] = found, decimals = Math.max(2, this.candles.decimals);
    return [["O", "open"], ["H", "high"], ["L", "low"], ["C", "close"]]
      .map(([letter, key]) => `${letter} ${fixed(block[key][index], decimals)}`).join("  ");
  }

  /// The bars, where each has room for a body: their times, in the middle of each, and prices.
  bodies(from, to, pixels) {
    if (!this.isFine(from, to) || !this.candles.span || (to - from) / this.candles.span * 3 > pixels) return null;
    const found = [];
    this.candles.each(from, to, (block, index) => found.push({
      ms: block.times[index] - this.candles.span / 2, open: block.open[index], high: block.high[index],
      low: block.low[index], close: block.close[index],
    }));
    return found;
  }

  points(from, to, pixels) {
    if (!this.isFine(from, to)) return this.coarse.points(from, to, pixels);
    const points = [], middle = (this.candles.span ?? 0) / 2;
    let column = -Infinity, low, high, last, time, previous = NaN;
    const close = () => {
      if (column === -Infinity) return;
      const pair = Math.abs(low - previous) <= Math.abs(high - previous) ? [low, high] : [high, low];
      for (const value of low < high ? [...pair, last] : [last]) points.push([time, value]);
      previous = last;
    };
    this.candles.each(from, to, (block, index) => {
      const ms = block.times[index] - middle, own = Math.floor((ms - from) / (to - from) * pixels);
      if (own !== column) {
        close();
        [column, low, high, time] = [own, Infinity, -Infinity, ms];
      }
      if (block.low[index] < low) low = block.low[index];
      if (block.high[index] > high) high = block.high[index];
      last = block.close[index];
    });
    close();
    return { points, wicks: [] };
  }

  /// What is drawn, in words.
  words(from, to, pixels) {
    if (!this.isFine(from, to)) return this.coarse.words(from, to, pixels);
    const { name, span } = this.candles, each = span ? (to - from) / pixels / span : 0;
    return each > 1 ? `lowest to highest of ${name} bars` : `${name} bars`;
  }
}

/// Bodies from open to close, hollow where the bar rose, with lines to its lowest and highest.
function candleShapes(bars, span, x, y) {
  const half = Math.max(1, Math.min(9, (x(span) - x(0)) * 0.36));
  let wicks = "", rises = "", falls = "";
  for (const { ms, open, high, low, close } of bars) {
    const at = x(ms), [top, bottom] = [y(Math.max(open, close)), y(Math.min(open, close))];
    wicks += `M${at.toFixed(1)} ${y(high).toFixed(1)}V${top.toFixed(1)}M${at.toFixed(1)} ${bottom.toFixed(1)}V${y(low).toFixed(1)}`;
    const body = `M${(at - half).toFixed(1)} ${top.toFixed(1)}h${(2 * half).toFixed(1)}v${Math.max(0.8, bottom - top).toFixed(1)}h${(-2 * half).toFixed(1)}Z`;
    if (close < open) falls += body; else rises += body;
  }
  return [["wicks", wicks], ["rise", rises], ["fall-body", falls]].filter(([, d]) => d)
    .map(([kind, d]) => shape("path", { class: `candle ${kind}`, d }));
}
