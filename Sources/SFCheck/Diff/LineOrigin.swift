import SFCore

/// Which stage writes a type of line, in the order of a pipeline.
enum LineOrigin: Int, CaseIterable {
  case ingest, features, label, detect, strategy, monitor, other, end

  init(_ type: LineType) {
    switch type {
    case .bar, .gap, .quote: self = .ingest
    case .features: self = .features
    case .label: self = .label
    case .signal: self = .detect
    case .refusal, .order, .cancel, .fill, .position, .equity, .metrics, .signalMetrics,
      .bookMetrics, .decide:
      self = .strategy
    case .alert: self = .monitor
    case .mark, .end: self = .end
    default: self = .other
    }
  }

  /// As people call it.
  var name: String {
    switch self {
    case .other: "a stage of another sort"
    case .end: "whoever ended the stream"
    default: "sf-\(self)"
    }
  }
}
