import SFCore

/// What a gate must know of the trader before it: what the header says of `sf-strategy`, or, for a
/// trader of another hand, what options say.
public struct TraderTerms: Hashable, Sendable, Codable {
  /// Cash at the start, in quote currency; `nil` where it is not said.
  public let capital: Price?
  /// The interval on which symbols trade; `nil` for the only one in the stream.
  public let interval: Interval?
  /// The file of lots; `nil` for eight decimals each.
  public let lots: String?

  public init(capital: Price? = nil, interval: Interval? = nil, lots: String? = nil) {
    self.capital = capital
    self.interval = interval
    self.lots = lots
  }

  /// What the last `sf-strategy` of a header was told; `nil` where there is none.
  init?(_ header: Header) throws(StageError) {
    guard let stage = header.stages.last(where: { $0.name == "sf-strategy" }) else { return nil }
    var (capital, interval, lots) = (Price?.none, Interval?.none, String?.none)
    for setting in stage.config {
      switch (setting.key, setting.value) {
      case ("capital", .number(let text)): capital = Price(text)
      case ("interval", .text(let text)): interval = Interval(text)
      case ("lots", .text(let text)): lots = text
      default: break
      }
    }
    guard let capital, capital > .zero else {
      throw StageError(
        .badData, "found sf-strategy without its capital in the header, expected what it was told")
    }
    self.init(capital: capital, interval: interval, lots: lots)
  }

  /// These, which options say, with what the header says: another value is refused.
  public func joined(with header: Header) throws(StageError) -> TraderTerms {
    let other = try TraderTerms(header)
    try Self.compare("capital", capital, other.map { $0.capital })
    try Self.compare("interval", interval, other.map { $0.interval })
    try Self.compare("lots", lots, other.map { $0.lots })
    guard capital != nil || other != nil else {
      throw StageError(
        .configuration, "found no sf-strategy in the header, expected one, or its capital",
        help: "say it with --capital")
    }
    return other ?? self
  }

  /// An option that is not given says what the header does.
  private static func compare<Value: Equatable & CustomStringConvertible>(
    _ name: String, _ given: Value?, _ said: Value??
  ) throws(StageError) {
    guard let given, let said, given != said else { return }
    throw StageError(
      .configuration,
      "found --\(name) \(given), expected that of sf-strategy in the header, "
        + "\(said.map(\.description) ?? "none")")
  }
}
