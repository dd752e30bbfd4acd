// Whole numbers in few bits: see IntegerPacking.

class BitReader {
  constructor(text) {
    const raw = atob(text);
    this.bytes = new Uint8Array(raw.length);
    for (let index = 0; index < raw.length; index++) this.bytes[index] = raw.charCodeAt(index);
    this.place = 0;
  }

  /// The next so many bits as a number.
  read(count) {
    let value = 0;
    while (count > 0) {
      const room = 8 - (this.place & 7), taken = Math.min(room, count);
      const bits = (this.bytes[this.place >> 3] >> (room - taken)) & ((1 << taken) - 1);
      value = value * (1 << taken) + bits;
      this.place += taken;
      count -= taken;
    }
    return value;
  }

  /// How many ones come before the next zero, at most so many.
  ones(most) {
    let count = 0;
    while (count < most) {
      const bit = this.bytes[this.place >> 3] >> (7 - (this.place & 7)) & 1;
      this.place++;
      if (!bit) break;
      count++;
    }
    return count;
  }

  integers(count, isSigned) {
    const values = new Float64Array(count);
    for (let start = 0; start < count; start += 64) {
      const end = Math.min(start + 64, count), shift = this.read(6);
      if (shift === 63) continue;
      const power = 2 ** shift;
      for (let index = start; index < end; index++) {
        const ones = this.ones(24), number = ones === 24 ? this.read(64) : ones * power + this.read(shift);
        values[index] = !isSigned ? number : number % 2 ? -(number + 1) / 2 : number / 2;
      }
    }
    return values;
  }
}

/// `[count,unit,"…"]`.
function integers([count, unit, text]) {
  return new BitReader(text).integers(count, true).map(value => value * unit);
}

/// Differences as what they are differences of.
function summed(values) {
  let sum = 0;
  return values.map(value => sum += value);
}
