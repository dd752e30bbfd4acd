import SFCore
import SFWire

/// The first line by which two runs differ, and what led to it.
package struct RunDifference {
  /// A line of one of the runs.
  struct Place {
    let number: Int
    let text: String
  }

  /// The time of the mark at which they differ; `nil` behind the last one.
  let ts: Timestamp?
  /// Marks up to which they are the same.
  let marks: Int
  let origin: LineOrigin
  /// `nil` where the run has no such line.
  let a: Place?
  let b: Place?
  /// The keys by which the two lines differ; empty when one is missing.
  let keys: [String]
  /// Lines that both have, from the earliest: what was traded and seen before, then what earlier
  /// stages said at the same mark.
  let led: [String]
}

/// Compares two runs step by step, and each step stage by stage.
package struct RunComparison {
  private let comparison: LineComparison
  private let context: Int
  /// The last lines of both that say that something happened.
  private var events: [String] = []
  package private(set) var marks = 0

  package init(tolerance: Double, context: Int) {
    comparison = LineComparison(tolerance: tolerance)
    self.context = context
  }

  /// The first difference; `nil` when there is none.
  package mutating func run(_ a: RunReader, _ b: RunReader) throws -> RunDifference? {
    while true {
      let (hasA, hasB) = (try a.next(), try b.next())
      guard hasA || hasB else { return nil }
      if a.lines.bytes != b.lines.bytes || a.lines.ts != b.lines.ts {
        try a.checkLines()
        try b.checkLines()
        if let difference = try difference(a.lines, b.lines) { return difference }
      }
      remember(a.lines)
      if a.lines.ts != nil { marks += 1 }
    }
  }

  private func difference(_ a: RunReader.Lines, _ b: RunReader.Lines) throws -> RunDifference? {
    // Who is behind has a mark that the other has not.
    if let x = a.ts, let y = b.ts, x != y {
      return try x < y ? difference(a, RunReader.Lines()) : difference(RunReader.Lines(), b)
    }
    var led: [RunReader.Entry] = []
    for origin in LineOrigin.allCases {
      let (x, y) = (a.of(origin), b.of(origin))
      for index in 0..<max(x.count, y.count) {
        let (own, other) = (index < x.count ? x[index] : nil, index < y.count ? y[index] : nil)
        if let own, let other {
          let (one, two) = (a.text(own), b.text(other))
          if try one == two || comparison.isSame(Self.value(one), Self.value(two)) { continue }
        }
        return try difference(
          at: a.ts ?? b.ts, origin, own.map { (a, $0) }, other.map { (b, $0) }, led)
      }
      led += x
    }
    return nil
  }

  private func difference(
    at ts: Timestamp?, _ origin: LineOrigin,
    _ own: (lines: RunReader.Lines, entry: RunReader.Entry)?,
    _ other: (lines: RunReader.Lines, entry: RunReader.Entry)?, _ earlier: [RunReader.Entry]
  ) throws -> RunDifference {
    let (x, y) = (own.map { $0.lines.text($0.entry) }, other.map { $0.lines.text($0.entry) })
    let values = try (x.map(Self.value), y.map(Self.value))
    let symbol = (values.0 ?? values.1)?["symbol"]?.string
    func concerns(_ text: String) throws -> Bool {
      guard let symbol, let its = try Self.value(text)["symbol"]?.string else { return true }
      return its == symbol || its == Symbol.all.text
    }
    let before = try events.filter(concerns).suffix(context)
    let same = try earlier.compactMap { entry in
      try (own ?? other).map { $0.lines.text(entry) }.flatMap { try concerns($0) ? $0 : nil }
    }
    return RunDifference(
      ts: ts, marks: marks, origin: origin,
      a: own.flatMap { own in x.map { .init(number: own.entry.number, text: $0) } },
      b: other.flatMap { other in y.map { .init(number: other.entry.number, text: $0) } },
      keys: values.0.flatMap { x in values.1.map { comparison.keys(x, $0) } } ?? [],
      led: before + same)
  }

  /// Keeps what happened: bars, features and equity are at every mark.
  private mutating func remember(_ lines: RunReader.Lines) {
    for entry in lines.entries {
      switch entry.type {
      case .signal, .refusal, .order, .fill, .position, .gap, .alert:
        events.append(lines.text(entry))
      default: continue
      }
    }
    let most = max(context * 16, 64)
    if events.count > 2 * most { events.removeFirst(events.count - most) }
  }

  private static func value(_ text: String) throws -> JSONValue {
    try Line.withLine(of: Array(text.utf8)) { try JSONValue($0) }
  }
}

extension RunReader.Lines {
  fileprivate func of(_ origin: LineOrigin) -> [RunReader.Entry] {
    entries.filter { LineOrigin($0.type) == origin }
  }
}
