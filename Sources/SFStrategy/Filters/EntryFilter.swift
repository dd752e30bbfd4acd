import SFCore

/// Says whether an entry may be made: yes, or no with a reason.
///
/// A filter is shown every mark, so that what it judges by is there when the
/// first entry is asked for. What it needs and does not know is `unknown`,
/// which refuses, also under `not`: no signal passes because something failed.
public protocol EntryFilter: Component, ColumnReader {
  /// Takes a mark, with the values of its rows.
  mutating func update(_ mark: MarkView, _ values: Span<Double>)

  /// The answer for one entry. All entries of a mark see the state before the first of them.
  /// `row` are the columns of the bar at which the entry is decided.
  func answer(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> FilterAnswer

  /// The numbers that led to it.
  func numbers(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> [NamedNumber]
}

extension EntryFilter {
  public mutating func update(_ mark: MarkView, _ values: Span<Double>) {}
  public func numbers(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> [NamedNumber] { [] }
}

/// What a filter says to an entry.
public enum FilterAnswer: Hashable, Sendable {
  case yes
  case no(RefusalReason)
  /// Something that it needs is not known.
  case unknown(RefusalReason)

  /// A column has no value.
  static func missing(_ column: String) -> FilterAnswer { .unknown(.missing(column)) }
}

/// An entry that is asked for.
public struct EntryView: Sendable {
  public let series: SeriesIndex
  public let direction: Direction
  /// The close of its bar.
  public let close: Price
  /// The close boundary of its bar.
  public let time: Timestamp
  /// The detectors whose signals it follows.
  public let detectors: [String]

  public init(
    series: SeriesIndex, direction: Direction, close: Price, time: Timestamp,
    detectors: [String] = []
  ) {
    self.series = series
    self.direction = direction
    self.close = close
    self.time = time
    self.detectors = detectors
  }
}
