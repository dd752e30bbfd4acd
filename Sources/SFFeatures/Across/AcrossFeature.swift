import SFCore

/// A number of each symbol that is computed at the mark, of one number of all symbols.
///
/// The symbols are those that have a bar of the same interval at the mark. One
/// that has none is left out and keeps no place; one whose number is missing
/// takes no part, and its result is missing too.
public protocol AcrossFeature: Component {
  /// A price is in the unit of the numbers.
  static var output: FeatureOutput { get }

  /// Whether what it compares must be named: the close of one symbol says nothing beside that of
  /// another.
  static var needsSource: Bool { get }

  /// The number of the mark, from 1, with which the result has its first value.
  var warmUp: Int { get }

  /// The symbol with which the others are compared; `nil` when there is none.
  var reference: Symbol? { get }

  /// Takes the numbers of a mark, NaN for a missing one, and writes one result for each.
  ///
  /// `series` says whose they are, and `reference` which of them is the symbol that is named,
  /// `nil` when that one has no bar at the mark.
  mutating func update(
    _ values: Span<Double>, of series: Span<SeriesIndex>, reference: Int?,
    into results: inout MutableSpan<Double>)
}

extension AcrossFeature {
  public static var needsSource: Bool { true }
  public var warmUp: Int { 1 }
  public var reference: Symbol? { nil }
}
