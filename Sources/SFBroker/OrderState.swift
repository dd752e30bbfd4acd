import SFCore

/// Where an order is in its life.
///
///     intent ─▶ sent ─▶ working ─▶ partly filled ─▶ filled
///       │         │        └──────▶ canceled, expired: with or without fills
///       └▶ refused└─▶ unknown ─▶ found: any of these; never accepted
public enum OrderState: String, Sendable, Codable, CaseIterable {
  /// Written down, and not sent.
  case intent
  /// Sent, and not heard of.
  case sent
  case working
  case partlyFilled = "partly_filled"
  case filled
  case canceled
  case expired
  case refused
  /// Nobody has said what has become of it.
  case unknown
  /// It is known that the venue has never had it.
  case neverAccepted = "never_accepted"

  /// Whether nothing more comes of it.
  public var isFinal: Bool {
    switch self {
    case .intent, .sent, .working, .partlyFilled, .unknown: false
    case .filled, .canceled, .expired, .refused, .neverAccepted: true
    }
  }

  /// How an order has ended of which nothing more comes, for a reason.
  public init(ended reason: RefusalReason) {
    switch reason {
    case .ended(.canceled): self = .canceled
    case .ended(.expired), .ended(.endOfData): self = .expired
    default: self = .refused
    }
  }
}
