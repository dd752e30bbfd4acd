/// The types of lines, one bit each, so that a set of them is one word.
public enum LineType: UInt8, Sendable, CaseIterable, Codable {
  case header, bar, gap, features, signal, refusal, order, fill, position, equity, metrics, alert,
    mark, end
  /// What only training may look at.
  case label
  case quote, account, cancel, control, signalMetrics, bookMetrics, decide, decision, model
  /// Reserved for what comes.
  case target, validation, heartbeat, checkpoint
  /// Any type that the protocol does not name.
  case unknown

  /// As it stands in a line: `signal_metrics`.
  public var name: String { Self.names[Int(rawValue)] }

  /// The type of that name; `.unknown` when the protocol does not name it.
  public init(name: String) { self = Self.named[name] ?? .unknown }

  private static let names = allCases.map { type in
    let bytes = String(describing: type).utf8.flatMap { byte in
      (65...90).contains(byte) ? [UInt8(ascii: "_"), byte + 32] : [byte]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let named = Dictionary(
    uniqueKeysWithValues: allCases.filter { $0 != .unknown }.map { ($0.name, $0) })

  public var isReserved: Bool { rawValue >= Self.target.rawValue && self != .unknown }
}
