import Foundation
import SFCore
import SFDetect
import SFExpressions
import SFTestSupport
import Testing

/// A detector, the names of its columns and market fields, and one row after another.
///
///     sma_cross:1,2 | sma_1 sma_2 | 1/2 3/2+ _/2    + a rise must be said, - a fall, _ is missing
///     mfi           | mfi_14      | 30 15+5         with this strength
///     structure     |             | @10 @9:12:11    a bar of one price, or its low, high and close
struct DetectorScript: Sendable, CustomTestStringConvertible {
  let spec: String
  let names: [String]
  let rows: [Row]
  let testDescription: String

  struct Row: Sendable {
    var values: [Double]
    var bar: Bar
    var direction: SignalDirection?
    /// `nil` for any.
    var strength: Double?
  }

  init(_ text: String) {
    testDescription = text
    let parts = text.split(separator: "|", omittingEmptySubsequences: false)
    spec = parts[0].trimmingCharacters(in: .whitespaces)
    names = parts[1].split(separator: " ").map(String.init)
    rows = parts[2].split(separator: " ").map { Self.row(String($0)) }
  }

  private static func row(_ token: String) -> Row {
    var text = token[...]
    var (direction, strength): (SignalDirection?, Double?)
    // A sign behind a number is a signal; one before a number is its own.
    if let place = text.indices.dropFirst().last(where: { index in
      "+-".contains(text[index])
        && (text[text.index(before: index)].isNumber || text[text.index(before: index)] == "_")
    }) {
      direction = text[place] == "+" ? .rise : .fall
      strength = Double(text[text.index(after: place)...])
      text = text[..<place]
    }
    let sides = text.split(separator: "@", omittingEmptySubsequences: false)
    let values = sides[0].split(separator: "/").map { $0 == "_" ? .nan : Double($0)! }
    // Of a bar that moves: at one that stands still some say nothing.
    let prices = (sides.count == 2 ? sides[1] : "1:1.01:1").split(separator: ":").map {
      Price(units: Int64((Double($0)! * 1e8).rounded()))
    }
    let (low, high, close) =
      prices.count == 3 ? (prices[0], prices[1], prices[2]) : (prices[0], prices[0], prices[0])
    return Row(
      values: values,
      bar: Bar(series: 0, open: close, high: high, low: low, close: close, volume: nil),
      direction: direction, strength: strength)
  }

  var expected: [SignalDirection?] { rows.map(\.direction) }

  /// The signal at each row. The stage is saved and loaded at every bar, which must change nothing.
  func run(_ options: DetectOptions = DetectOptions()) throws -> [Signal?] {
    var stage = try DetectStage([spec], options)
    var step = Step()
    let columns = names.filter { !MarketField.known.contains($0) }
    for column in columns { _ = step.columns.add(column) }
    _ = step.series.index(of: Series(symbol: "AAA", interval: .minute))
    var isBound = false
    return try rows.enumerated().map { index, row in
      step.begin(Timestamp(milliseconds: Int64(index + 1) * 60_000))
      let fields = zip(names, row.values)
        .filter { MarketField.known.contains($0) && !$1.isNaN }
        .map { MarketField(name: $0, value: $1) }
      step.take(row.bar, fields)
      for (place, column) in columns.enumerated() {
        step.values[place] = row.values[names.firstIndex(of: column)!]
      }
      if !isBound { try stage.bind(Header(), &step) }
      isBound = true
      stage = try Checkpoint.resumed(stage)
      try stage.update(&step)
      #expect(step.signals.count <= 1)
      return step.signals.first
    }
  }

  func check(_ options: DetectOptions = DetectOptions()) throws {
    let signals = try run(options)
    #expect(signals.map { $0?.direction } == expected)
    for (row, signal) in zip(rows, signals) {
      guard let strength = row.strength, let signal else { continue }
      #expect(abs(signal.strength - strength) < 1e-12, "\(signal.strength), not \(strength)")
    }
  }
}
