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
  ///
  /// Written out: to ask the cases for their names would look through all conformances of the
  /// program, at each start.
  public var name: String {
    switch self {
    case .header: "header"
    case .bar: "bar"
    case .gap: "gap"
    case .features: "features"
    case .signal: "signal"
    case .refusal: "refusal"
    case .order: "order"
    case .fill: "fill"
    case .position: "position"
    case .equity: "equity"
    case .metrics: "metrics"
    case .alert: "alert"
    case .mark: "mark"
    case .end: "end"
    case .label: "label"
    case .quote: "quote"
    case .account: "account"
    case .cancel: "cancel"
    case .control: "control"
    case .signalMetrics: "signal_metrics"
    case .bookMetrics: "book_metrics"
    case .decide: "decide"
    case .decision: "decision"
    case .model: "model"
    case .target: "target"
    case .validation: "validation"
    case .heartbeat: "heartbeat"
    case .checkpoint: "checkpoint"
    case .unknown: "unknown"
    }
  }

  /// The type of that name; `.unknown` when the protocol does not name it.
  public init(name: String) { self = Self.named[name] ?? .unknown }

  private static let named = Dictionary(
    uniqueKeysWithValues: allCases.filter { $0 != .unknown }.map { ($0.name, $0) })

  /// Whether it is of an order or of what became of one, so that its place among others counts.
  @inlinable @inline(__always)
  public var isOfOrders: Bool {
    switch self {
    case .order, .fill, .refusal, .cancel, .control: true
    default: false
    }
  }

  public var isReserved: Bool { rawValue >= Self.target.rawValue && self != .unknown }
}
