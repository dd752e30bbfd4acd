import SFCore
import SFTestSupport

/// What a strategy might have written, from a seed, and the lists behind it.
struct RandomRun {
  struct Trip {
    var symbol: String
    var reason: String
    var pnl: Price
    var fees: Price
    var notional: Double
    var bars: Int
  }

  struct Mark {
    var ts: Timestamp
    var equity: Price
    var exposure: Double
    var openPositions: Int
  }

  static let capital = 1_000 as Price

  private(set) var marks: [Mark] = []
  private(set) var trips: [Trip] = []
  private(set) var fees: [Price] = []
  private(set) var notionals: [Double] = []
  private(set) var refusals = 0
  private var lines: [String] = []

  /// The stream; `isSparse` leaves out equity lines where nothing has changed.
  init(seed: UInt64, count: Int, isSparse: Bool) {
    var generator = SeededGenerator(seed: seed)
    var equity = Self.capital
    var open: [(id: String, symbol: String)] = []
    var last: (Price, Int)?
    let start = Timestamp(milliseconds: 1_767_225_600_000 + Int64(seed % 5) * 7_200_000)
    lines.append(
      #"{"type":"header","protocol":1,"stages":[{"name":"sf-strategy","version":"0.1.0","#
        + #""config":{"capital":1000.0}}]}"#)
    for index in 1...count {
      let ts = start + Int64(index) * 3_600_000
      if generator.next() % 4 == 0 {
        equity = Price(
          units: equity.units + Int64(generator.next() % 2_000_000_001) - 1_000_000_000)
      }
      if generator.next() % 9 == 0 {
        let symbol = "S\(generator.next() % 3)"
        open.append(("\(index)", symbol))
        fill("\(index)", symbol, ts, &generator)
        position("\(index)", symbol, ts, closing: "")
      }
      if !open.isEmpty, generator.next() % 11 == 0 { close(open.removeFirst(), ts, &generator) }
      if generator.next() % 13 == 0 {
        refusals += 1
        lines.append(
          #"{"type":"refusal","ts":"\#(ts)","symbol":"S1","by":"cash","reason":"none","detector":"d"}"#
        )
      }
      marks.append(
        Mark(
          ts: ts, equity: equity, exposure: Double(open.count) / 8, openPositions: open.count))
      if !isSparse || last == nil || last! != (equity, open.count) {
        lines.append(equityLine(marks[index - 1]))
      }
      last = (equity, open.count)
      lines.append(#"{"type":"mark","ts":"\#(ts)"}"#)
    }
    lines.append(equityLine(marks[count - 1]))
    lines.append(#"{"type":"end","ts":"\#(marks[count - 1].ts)","reason":"end","counts":{}}"#)
  }

  var text: String { lines.map { $0 + "\n" }.joined() }

  private func equityLine(_ mark: Mark) -> String {
    #"{"type":"equity","ts":"\#(mark.ts)","equity":\#(mark.equity),"cash":\#(mark.equity),"#
      + #""exposure":\#(mark.exposure),"drawdown":0.0,"open_positions":\#(mark.openPositions),"#
      + #""buy_hold":1100.0}"#
  }

  private mutating func fill(
    _ id: String, _ symbol: String, _ ts: Timestamp, _ generator: inout SeededGenerator
  ) {
    let fee = Price(units: Int64(generator.next() % 100_000_000))
    let price = Price(units: Int64(generator.next() % 10_000_000_000) + 1)
    fees.append(fee)
    notionals.append(price.double * 2)
    lines.append(
      #"{"type":"fill","ts":"\#(ts)","id":"\#(id)-1","order":"\#(id)","symbol":"\#(symbol)","#
        + #""side":"buy","price":\#(price),"quantity":2.0,"fee":\#(fee),"position":"\#(id)","#
        + #""liquidity":"taker","at":"\#(ts)"}"#)
  }

  private mutating func position(
    _ id: String, _ symbol: String, _ ts: Timestamp, closing: String
  ) {
    lines.append(
      #"{"type":"position","ts":"\#(ts)","id":"\#(id)","symbol":"\#(symbol)","direction":"long","#
        + #""status":"\#(closing.isEmpty ? "open" : "closed")","quantity":2.0,"entry_price":50.0,"#
        + #""entry_ts":"\#(ts)"\#(closing)}"#)
  }

  private mutating func close(
    _ position: (id: String, symbol: String), _ ts: Timestamp, _ generator: inout SeededGenerator
  ) {
    let trip = Trip(
      symbol: position.symbol, reason: "exit\(generator.next() % 2)",
      pnl: Price(units: Int64(generator.next() % 2_000_000_000) - 1_000_000_000),
      fees: Price(units: Int64(generator.next() % 1_000_000)), notional: 100,
      bars: Int(generator.next() % 90))
    trips.append(trip)
    fill(position.id + "x", position.symbol, ts, &generator)
    self.position(
      position.id, position.symbol, ts,
      closing: #","exit_price":51.0,"exit_ts":"\#(ts)","exit_reason":"\#(trip.reason)","#
        + #""pnl":\#(trip.pnl),"fees":\#(trip.fees),"bars":\#(trip.bars),"mfe":0.1,"mae":-0.1"#)
  }
}
