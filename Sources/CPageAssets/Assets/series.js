// Values over time, and what of them a screen can show.

/// Numbers of 24 bits: see PackedNumbers.
function unpacked(packed) {
  if (!packed) return null;
  const [low, high, text] = packed;
  const bytes = atob(text);
  const values = new Float64Array(bytes.length / 3);
  for (let index = 0, at = 0; index < values.length; index++, at += 3) {
    const code = bytes.charCodeAt(at) << 16 | bytes.charCodeAt(at + 1) << 8 | bytes.charCodeAt(at + 2);
    values[index] = code === 0xFFFFFF ? NaN : low + (high - low) * (code / 0xFFFFFE);
  }
  return values;
}

/// Columns of equal time with the lowest, the highest and the last value of each.
class Series {
  constructor(from, width, low, high, last) {
    Object.assign(this, { from, width, low, high, last });
    this.to = from + last.length * width;
  }

  /// `null` when there is no value.
  static of(time, low, high, last) {
    const values = unpacked(last);
    return values && new Series(time.from, time.width, unpacked(low) ?? values, unpacked(high) ?? values, values);
  }

  /// What is drawn, in words; nothing where each column holds one value.
  words(from, to, pixels) {
    this.isBand ??= this.low.some((value, index) => value < this.high[index]);
    const [start, end] = this.places(from, to);
    const perPixel = Math.max(1, Math.ceil((end - start) / pixels));
    return this.isBand || perPixel > 1 ? `lowest to highest of every ${spanText(this.width * perPixel)}` : "";
  }

  map(change) {
    const [low, high] = [this.low.map(change), this.high.map(change)];
    const falls = change(1) < change(0);
    return new Series(this.from, this.width, falls ? high : low, falls ? low : high, this.last.map(change));
  }

  /// The last value known at a time; NaN before the first.
  at(ms) {
    let index = Math.min(this.last.length - 1, Math.floor((ms - this.from) / this.width));
    while (index >= 0 && Number.isNaN(this.last[index])) index--;
    return index < 0 ? NaN : this.last[index];
  }

  /// The lowest and the highest value between two times; `null` when there is none.
  range(from, to) {
    let low = Infinity, high = -Infinity;
    const [start, end] = this.places(from, to);
    for (let index = start; index < end; index++) {
      if (this.low[index] < low) low = this.low[index];
      if (this.high[index] > high) high = this.high[index];
    }
    return low <= high ? [low, high] : null;
  }

  /// The columns that reach into a stretch of time, and one more on each side for the line.
  places(from, to) {
    return [
      Math.max(0, Math.floor((from - this.from) / this.width) - 1),
      Math.min(this.last.length, Math.ceil((to - this.from) / this.width) + 1),
    ];
  }

  /// Points of a line: columns that share a pixel become one, with its lowest and its highest.
  /// Where a column is some pixels wide, the line goes through the last values, and what they rose
  /// and fell to meanwhile is apart, as wicks.
  points(from, to, pixels) {
    const [start, end] = this.places(from, to);
    const perPixel = Math.max(1, Math.ceil((end - start) / pixels));
    const points = [], wicks = [];
    const isNear = (end - start) * 3 < pixels;
    let previous = NaN;
    for (let index = start; index < end; index += perPixel) {
      let low = Infinity, high = -Infinity, last = NaN;
      for (let place = index; place < Math.min(end, index + perPixel); place++) {
        if (Number.isNaN(this.last[place])) continue;
        if (this.low[place] < low) low = this.low[place];
        if (this.high[place] > high) high = this.high[place];
        last = this.last[place];
      }
      if (low > high) continue;
      const ms = this.from + (Math.min(end, index + perPixel) + index) / 2 * this.width;
      if (isNear) {
        points.push([ms, last]);
        if (low < high) wicks.push([ms, low, high]);
      } else if (low < high) {
        // The lowest and the highest in the order that is the shorter way.
        const pair = Math.abs(low - previous) <= Math.abs(high - previous) ? [low, high] : [high, low];
        points.push([ms, pair[0]], [ms, pair[1]]);
        if (pair[1] !== last) points.push([ms, last]);
      } else points.push([ms, last]);
      previous = last;
    }
    return { points, wicks };
  }
}
