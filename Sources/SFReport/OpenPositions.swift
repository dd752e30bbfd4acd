import SFCore

/// The positions that have been opened and not closed.
public struct OpenPositions: Codable, Hashable, Sendable {
  private var byID: [String: PositionChange] = [:]

  public init() {}

  public mutating func update(_ position: PositionChange) {
    byID[position.id] = position.closing == nil ? position : nil
  }

  public var count: Int { byID.count }

  /// By time of entry, then id.
  public var list: [PositionChange] {
    byID.values.sorted {
      $0.entryTime != $1.entryTime ? $0.entryTime < $1.entryTime : $0.id < $1.id
    }
  }

  /// Σ signed quantity × entry price, exact; `nil` when it leaves the range of a money.
  public var cost: Money? {
    var sum: Int128 = 0
    for position in byID.values {
      let notional = (position.entryPrice * position.quantity).units
      let (next, overflow) = sum.addingReportingOverflow(
        notional * Int128(position.direction.sign))
      guard !overflow else { return nil }
      sum = next
    }
    return Money(units: sum)
  }

  public init(from decoder: any Decoder) throws {
    for position in try decoder.singleValueContainer().decode([PositionChange].self) {
      update(position)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(list)
  }
}
