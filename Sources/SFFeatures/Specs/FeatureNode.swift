import SFCore
import SFExpressions

/// One computation that is made for each series: what, of what, and where its values stand.
///
/// All values of a series at a bar stand in one row of slots; a node reads slots
/// before its own only, so that nodes in their order are an order of computing.
struct FeatureNode: Sendable {
  enum Work: Sendable {
    case feature(any Feature)
    case expression(NumberExpression)
    /// Computed at the mark, of one number of each series.
    case across(any AcrossFeature)
  }

  let work: Work
  let input: Input
  /// Of which bars: 0 for those of the stream, else one more than the place of the interval.
  let clock: Int
  let slots: Range<Int>
  /// Nodes behind one that looks across symbols have to wait for all bars of the mark.
  let pass: Int
  /// As a column would be called, for errors.
  let name: String
  let needsVolume: Bool

  var isAcross: Bool {
    if case .across = work { return true }
    return false
  }

  enum Input: Hashable, Sendable {
    /// The bar, of which the feature takes what it wants.
    case bar
    /// A price of the bar, in place of its close.
    case price(PriceField)
    case volume
    case slot(Int)
  }
}

/// The prices of a bar beside its close.
enum PriceField: String, Sendable { case open, high, low }

extension Bar {
  /// A bar that closes at one of its other prices.
  @inline(__always)
  func closing(at field: PriceField) -> Bar {
    var bar = self
    switch field {
    case .open: bar.close = open
    case .high: bar.close = high
    case .low: bar.close = low
    }
    return bar
  }
}

/// A value that others put into the stream: a market field, or a column of a stage before.
struct OuterValue: Hashable, Sendable {
  let name: String
  let clock: Int
  let slot: Int
  /// Which node asked for it first, for errors.
  let reader: String
}
