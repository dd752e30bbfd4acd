import SFCore
import SFStats

/// Refuses an entry that moves as too many open positions do.
///
/// Pearson's correlation of the simple returns between closes at the last
/// `window` marks that both symbols share. Of a symbol with itself it is 1; of
/// prices that do not move there is none, which does not exceed `max`.
public struct CorrelationFilter: EntryFilter {
  public static let kind = "correlation"
  public static let summary = "Refuses an entry that moves as too many open positions do."
  public static let parameters = [
    Parameter("max", .number, default: "0.7", "a correlation above it counts, −1 to 1"),
    Parameter("window", .integer(3...10_000), default: "100", "common marks of two symbols"),
    Parameter("max_correlated", .integer(1...10_000), default: "2", "so many refuse"),
  ]

  public let max: Double
  public let window: Int
  public let maxCorrelated: Int
  private var history: ReturnHistory

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    max = arguments.number("max")
    window = arguments.integer("window")
    maxCorrelated = arguments.integer("max_correlated")
    history = ReturnHistory(marks: window)
    guard (-1...1).contains(max) else {
      throw ConfigurationError("max", "must be −1 to 1, is \(max)")
    }
  }

  public mutating func update(_ mark: MarkView, _ values: Span<Double>) { history.update(mark) }

  /// How many open positions are correlated; `nil` when one has too few common marks.
  private func correlated(_ entry: EntryView, _ book: Book) -> Int? {
    var count = 0
    for position in book.positions where !position.isClosing {
      guard let closes = history.closes(of: [entry.series, position.series], marks: window) else {
        return nil
      }
      if let value = ReturnHistory.correlation(closes[0], closes[1]), value > max { count += 1 }
    }
    return count
  }

  public func answer(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> FilterAnswer {
    guard let count = correlated(entry, book) else {
      return .unknown(.fewer(than: window, "common marks"))
    }
    return count >= maxCorrelated ? .no(.rule(.correlated)) : .yes
  }

  public func numbers(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> [NamedNumber] {
    [NamedNumber("correlated", correlated(entry, book).map(Double.init))]
  }
}
