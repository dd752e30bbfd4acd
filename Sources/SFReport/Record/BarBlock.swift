import SFCore

/// Some bars that follow each other, as columns of differences (`IntegerPacking`).
///
///     time      of a bar − time of the one before, less one unit of time; from the second on
///     open      − close of the one before; of the first, 0
///     close     − open
///     high      − the higher of both
///     low       the lower of both − low
///
/// Prices are multiples of `unit`, differences of times of `timeUnit`.
package struct BarBlock: Codable, Hashable, Sendable {
  package static let most = 512

  package let count: Int
  /// Of the first bar, in milliseconds.
  package let time: Int64
  /// The open of the first bar, in units of a price.
  package let price: Int64
  package let timeUnit: Int64
  package let unit: Int64
  package let bytes: [UInt8]

  package init(_ candles: ArraySlice<PackedBars.Candle>) {
    let first = candles[candles.startIndex]
    let count = candles.count
    (self.count, time, price) = (count, first.time, first.open)
    (timeUnit, unit, bytes) = withUnsafeTemporaryAllocation(of: Int64.self, capacity: 5 * count) {
      values in
      Self.fill(values, candles)
      func column(_ index: Int) -> UnsafeMutableBufferPointer<Int64> {
        UnsafeMutableBufferPointer(rebasing: values[index * count..<(index + 1) * count])
      }
      let prices = UnsafeMutableBufferPointer(rebasing: values[count...])
      let times = UnsafeMutableBufferPointer(rebasing: values[1..<count])
      let unit = max(1, IntegerPacking.unit(of: prices, and: first.open))
      let timeUnit = max(1, IntegerPacking.unit(of: times))
      IntegerPacking.divide(prices, by: unit)
      IntegerPacking.divide(times, by: timeUnit)
      for index in times.indices { times[index] -= 1 }
      let bytes = BitWriter.bytes(most: IntegerPacking.bits(count) * 5) { writer in
        IntegerPacking.write(times, isSigned: true, to: &writer)
        for index in 1...4 {
          IntegerPacking.write(column(index), isSigned: index < 3, to: &writer)
        }
      }
      return (timeUnit, unit, bytes)
    }
  }

  // Prices are above zero, so that no difference leaves its type; times are those of years.
  private static func fill(
    _ columns: UnsafeMutableBufferPointer<Int64>, _ candles: ArraySlice<PackedBars.Candle>
  ) {
    let count = candles.count
    var last = candles[candles.startIndex]
    var close = last.open
    for (index, candle) in candles.enumerated() {
      let (top, bottom) = (max(candle.open, candle.close), min(candle.open, candle.close))
      columns[index] = candle.time &- last.time
      columns[count + index] = candle.open &- close
      columns[2 * count + index] = candle.close &- candle.open
      columns[3 * count + index] = candle.high &- top
      columns[4 * count + index] = bottom &- candle.low
      (last, close) = (candle, candle.close)
    }
  }

  package var candles: [PackedBars.Candle] {
    let (times, columns) = BitReader.read(bytes) { reader in
      (
        IntegerPacking.read(count - 1, isSigned: true, from: &reader),
        (1...4).map { IntegerPacking.read(count, isSigned: $0 < 3, from: &reader) }
      )
    }
    let (opens, bodies, ups, downs) = (columns[0], columns[1], columns[2], columns[3])
    var (now, last) = (time, price)
    return (0..<count).map { index in
      if index > 0 { now += (times[index - 1] + 1) * timeUnit }
      let open = last + opens[index] * unit
      let close = open + bodies[index] * unit
      last = close
      return PackedBars.Candle(
        time: now, open: open, high: max(open, close) + ups[index] * unit,
        low: min(open, close) - downs[index] * unit, close: close)
    }
  }
}
