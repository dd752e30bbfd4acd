import SFCore

/// Bounds all positions and waiting entries together: the sum of their sizes, and what is left when
/// shorts are taken from longs.
///
/// An entry against the larger side takes away from the net exposure and always passes that bound.
public struct ExposureRule: RiskRule {
  public static let kind = "exposure"
  public static let summary = "Bounds all positions and waiting entries together."
  public static let parameters = [
    Parameter("max", .ratio, default: "1", "the sum of all sizes, of the equity"),
    Parameter(
      "net", .ratio, default: "none", allowsNone: true, "longs less shorts, of the equity"),
    .cut,
  ]

  public let max: Ratio
  /// `nil` for any.
  public let net: Ratio?
  public let cuts: Bool

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    max = try arguments.positiveRatio("max")
    net = arguments.optionalRatio("net")
    if let net, net <= .zero {
      throw ConfigurationError("net", "must be greater than 0, is \(net)")
    }
    cuts = arguments.cuts
  }

  private func used(_ entry: RiskEntry) -> Money? {
    entry.book.notional(at: entry.market.closes)
  }

  /// What is net in the direction of the entry.
  private func netUsed(_ entry: RiskEntry) -> Money? {
    entry.book.net(at: entry.market.closes).map { entry.direction == .long ? $0 : -$0 }
  }

  public func judge(_ entry: RiskEntry) -> RiskVerdict {
    let gross = entry.room(max, besides: used(entry), .room(.maxExposure))
    guard let net, case .room(let most, _) = gross else { return gross }
    let signed = entry.room(net, besides: netUsed(entry), .room(.maxNet))
    guard case .room(let room, _) = signed else { return signed }
    return room < most ? signed : gross
  }

  public func explanation(_ entry: RiskEntry) -> String {
    let bound = net.map { "; net \(entry.text($0, besides: netUsed(entry)))" } ?? ""
    return "\(Self.kind): \(entry.text(max, besides: used(entry)))\(bound)"
  }
}
