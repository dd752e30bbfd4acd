extension Step {
  /// A line that a stage added: its type, and where in the step its content is.
  public enum Line: Sendable, Hashable {
    case bar(Int)
    case gap(Int)
    /// The columns `from` to `from + count` of a row.
    case features(row: Int, from: Int, count: Int)
    /// The same as keys of one flat line, which no stage reads.
    case wideFeatures(row: Int, from: Int, count: Int)
    case signal(Int)
    case refusal(Int)
    case order(Int)
    case fill(Int)
    case position(Int)
    case equity(Int)
    case label(Int)
    case metrics(Int)

    public var type: LineType {
      switch self {
      case .bar: .bar
      case .gap: .gap
      case .features: .features
      case .wideFeatures: .unknown
      case .signal: .signal
      case .refusal: .refusal
      case .order: .order
      case .fill: .fill
      case .position: .position
      case .equity: .equity
      case .label: .label
      case .metrics: .metrics
      }
    }
  }
}
