extension Step {
  /// A line that a stage added: its type, and where in the step its content is.
  public enum Line: Sendable, Hashable {
    case bar(Int)
    /// The columns `from` to `from + count` of a row.
    case features(row: Int, from: Int, count: Int)
    /// The same as keys of one flat line, which no stage reads.
    case wideFeatures(row: Int, from: Int, count: Int)
    /// A message by its type, and its place among those of the type.
    case message(LineType, Int)

    public var type: LineType {
      switch self {
      case .bar: .bar
      case .features: .features
      case .wideFeatures: .unknown
      case .message(let type, _): type
      }
    }
  }
}
