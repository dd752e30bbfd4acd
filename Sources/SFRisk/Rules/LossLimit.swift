import SFCore

/// The equity at which a loss from a base is as large as it may be.
///
/// It is kept, since it is compared with at every mark and takes a division.
struct LossLimit: Codable, Hashable, Sendable {
  /// The loss, as a fraction of the base.
  let loss: Ratio
  private(set) var base: Money
  /// `nil` where it cannot be computed: that is a loss.
  private var least: Money?

  init(_ loss: Ratio, of base: Money) {
    self.loss = loss
    self.base = base
    least = Self.least(loss, base)
  }

  private static func least(_ loss: Ratio, _ base: Money) -> Money? {
    base.part(Ratio(units: Ratio.one.units - loss.units))
  }

  /// Goes on from another base.
  mutating func move(to base: Money) {
    if base.units == self.base.units { return }
    self.base = base
    least = Self.least(loss, base)
  }

  /// Whether so much, or more, has been lost.
  func isMet(by equity: Money) -> Bool { least.map { equity <= $0 } ?? true }
}
