import SFCore
import SFExpressions

/// Which detectors have said nothing so far, and what the columns that those read have been.
///
/// A column is looked at only as long as a detector that reads it is silent: as a rule for some
/// hundred bars at the start of a run.
struct Silence: Codable, Sendable {
  /// By detector: whether it has not signalled yet.
  private var isSilent: [Bool]
  /// By detector, what it reads.
  private let names: [[String]]
  private var columns: [Column] = []
  private var bars = 0

  fileprivate struct Column: Codable, Sendable {
    let name: String
    let place: Int
    /// `nil` until it had a value.
    var low: Double?
    var high: Double?
  }

  /// `names` are what each detector reads.
  init(_ names: [[String]]) {
    self.names = names
    isSilent = names.map { _ in true }
  }

  /// Whether bars are still to be shown.
  var isWatching = true

  mutating func bind(_ table: ColumnTable) {
    columns = []
    isWatching = isSilent.contains(true)
    for (names, isSilent) in zip(names, isSilent) where isSilent {
      for name in names where !columns.contains(where: { $0.name == name }) {
        if let place = table.position(of: name) { columns.append(Column(name: name, place: place)) }
      }
    }
  }

  mutating func see(_ row: Span<Double>) {
    bars += 1
    for index in columns.indices {
      let value = row[columns[index].place]
      guard !value.isNaN else { continue }
      columns[index].low = min(columns[index].low ?? value, value)
      columns[index].high = max(columns[index].high ?? value, value)
    }
  }

  /// A detector has signalled.
  mutating func end(of detector: Int) {
    guard isSilent[detector] else { return }
    isSilent[detector] = false
    let read = Set(zip(names, isSilent).flatMap { $1 ? $0 : [] })
    columns.removeAll { !read.contains($0.name) }
    isWatching = isSilent.contains(true)
  }

  /// A sentence for each detector that was silent to the end of a stream with bars.
  func sentences(_ detectors: [String]) -> [String] {
    guard bars > 0 else { return [] }
    return detectors.indices.filter { isSilent[$0] }.map { detector in
      let known = columns.filter { names[detector].contains($0.name) }.prefix(4).map(\.text)
      return "\(detectors[detector]) gave no signal in \(bars) \(bars == 1 ? "bar" : "bars")"
        + (known.isEmpty ? "" : ": " + known.joined(separator: ", "))
    }
  }
}

extension Silence.Column {
  fileprivate var text: String {
    guard let low, let high else { return "\(name) had no value" }
    return low == high
      ? "\(name) was \(Self.short(low))" : "\(name) was \(Self.short(low)) to \(Self.short(high))"
  }

  /// Four digits are enough to see what a threshold misses.
  private static func short(_ value: Double) -> String {
    guard value != 0, value.magnitude < 1e15 else { return "\(value)" }
    var scale = 1.0
    while value.magnitude * scale < 1_000, scale < 1e15 { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() && rounded.magnitude < 1e15
      ? "\(Int(rounded))" : "\(rounded)"
  }
}
