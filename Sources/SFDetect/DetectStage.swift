import SFCore

/// Shows every bar to every detector and writes their signals.
///
/// Each series has its own copy of the detectors, made when its first bar comes.
public struct DetectStage: Stage {
  /// The specs with all parameters.
  public let specs: [String]
  /// The names under which the detectors sign.
  public let names: [String]

  /// As configured and bound: what a new series begins with.
  private var detectors: [AnyComponent<DetectorList>]
  private var isBound = false
  /// Whether rows without a bar came before the first bar.
  private var hasLoneFeatures = false
  /// The detectors of each series, one series behind the other.
  private var states: [AnyComponent<DetectorList>] = []

  public var reads: LineTypes { [LineTypes(.bar), LineTypes(.features)] }
  public var writes: LineTypes { LineTypes(.signal) }

  public init(_ specs: [String]) throws(ConfigurationError) {
    var detectors: [AnyComponent<DetectorList>] = []
    var canonical: [String] = []
    var names: [String] = []
    for spec in specs {
      let (component, arguments) = try detectorCatalog.make(spec)
      guard let detector = component as? any Detector else {
        throw ConfigurationError("'\(spec)'", "is no detector")
      }
      guard !names.contains(arguments.columnName) else {
        throw ConfigurationError(
          "'\(spec)'", "has the name \(arguments.columnName), which another detector has too",
          help: "give one of them another name: NAME=spec")
      }
      detectors.append(AnyComponent(detector))
      canonical.append(arguments.canonical)
      names.append(arguments.columnName)
    }
    self.specs = canonical
    self.names = names
    self.detectors = detectors
  }

  public mutating func bind(_ header: Header, _ step: inout Step) throws(StageError) {
    for index in detectors.indices {
      var positions: [Int] = []
      for column in detectors[index].content.columns {
        guard let position = step.columns.position(of: column) else {
          throw StageError.missingColumn(
            column, neededBy: names[index], among: step.columns.names)
        }
        positions.append(position)
      }
      detectors[index].content.bind(positions)
      for state in stride(from: index, to: states.count, by: detectors.count) {
        states[state].content.bind(positions)
      }
    }
    isBound = true
  }

  public mutating func update(_ step: inout Step) throws(StageError) {
    guard isBound else {
      hasLoneFeatures = hasLoneFeatures || !step.rows.isEmpty
      return
    }
    var signals: [Signal] = []
    for bar in step.bars {
      guard let row = step.existingRow(of: bar.series) else { continue }
      detect(bar, step.values.span.extracting(row * step.width..<(row + 1) * step.width), &signals)
    }
    if signals.count > 1 { Self.order(&signals, step.series) }
    for signal in signals { step.add(signal) }
  }

  private mutating func detect(_ bar: Bar, _ row: Span<Double>, _ signals: inout [Signal]) {
    let state = bar.series * detectors.count
    while states.count < state + detectors.count { states += detectors }
    for index in detectors.indices {
      guard let detection = states[state + index].content.update(bar, row) else { continue }
      signals.append(
        Signal(
          series: bar.series, detector: names[index], direction: detection.direction,
          strength: detection.strength, probability: detection.probability))
    }
  }

  /// By symbol, then interval length; those of one series stay in the order of the detectors.
  private static func order(_ signals: inout [Signal], _ series: SeriesTable) {
    let sorted = signals.enumerated().sorted { a, b in
      a.element.series == b.element.series
        ? a.offset < b.offset
        : Series.isOrdered(series[a.element.series], series[b.element.series])
    }
    signals = sorted.map(\.element)
  }

  public mutating func finish(_ step: inout Step) throws(StageError) {
    guard !isBound, hasLoneFeatures else { return }
    throw StageError(
      .configuration, "the stream has features and no bars: detectors look at both",
      help: "let the stages before forward bars")
  }
}
