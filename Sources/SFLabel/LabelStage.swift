import SFCore

/// Shows every bar and signal to every labeler and writes what has become known.
///
/// Each series has its own copy of the labelers, made when its first bar comes.
public struct LabelStage: Stage {
  /// The specs with all parameters.
  public let specs: [String]
  /// The names of the labels.
  public let names: [String]

  /// As configured: what a new series begins with.
  private let labelers: [AnyComponent<LabelerList>]
  /// The name of a label that needs volume; `nil` when none does.
  private let volumeReader: String?
  /// By label, what its values have been so far.
  private var values: [Sameness] = []
  /// The labelers of each series, one series behind the other.
  private var states: [AnyComponent<LabelerList>] = []

  public var reads: LineTypes { [LineTypes(.bar), LineTypes(.signal)] }
  public var writes: LineTypes { LineTypes(.label) }

  public init(_ specs: [String]) throws(ConfigurationError) {
    var labelers: [AnyComponent<LabelerList>] = []
    var canonical: [String] = []
    var names: [String] = []
    var volumeReader: String?
    for spec in specs {
      let (labeler, arguments) = try labelerCatalog.make(spec)
      guard !names.contains(arguments.columnName) else {
        throw ConfigurationError(
          "'\(spec)'", "has the name \(arguments.columnName), which another label has too",
          help: "give one of them another name: NAME=spec")
      }
      labelers.append(AnyComponent(labeler))
      canonical.append(arguments.canonical)
      names.append(arguments.columnName)
      if type(of: labeler).needsVolume { volumeReader = volumeReader ?? arguments.columnName }
    }
    self.specs = canonical
    self.names = names
    self.labelers = labelers
    self.volumeReader = volumeReader
    values = names.map { _ in Sameness() }
  }

  /// Whether the values of a label have all been one.
  private struct Sameness: Codable, Sendable {
    /// `nil` before the first.
    var first: Double?
    var count = 0
    /// Lines without a value.
    var missing = 0
    var isOne = true

    @inline(__always)
    mutating func take(_ value: Double) {
      guard isOne else { return }
      guard !value.isNaN else {
        missing += 1
        return
      }
      count += 1
      if let first { isOne = first == value } else { first = value }
    }
  }

  public mutating func update(_ step: inout Step) throws(StageError) {
    var known: [Outcome] = []
    for bar in step.bars {
      if bar.volume == nil, let volumeReader {
        throw StageError(
          .configuration,
          "\(volumeReader) needs volume, and bars of \(step.series[bar.series].symbol) have none")
      }
      let state = bar.series * labelers.count
      while states.count < state + labelers.count { states += labelers }
      let seen = SeenBar(bar, at: step.ts, signals(of: bar.series, step))
      for index in labelers.indices {
        known.removeAll(keepingCapacity: true)
        states[state + index].content.update(seen, into: &known)
        write(known, index, of: bar.series, to: &step)
      }
    }
  }

  private func signals(of series: SeriesIndex, _ step: borrowing Step) -> [Signal] {
    step.signals.isEmpty ? [] : step.signals.filter { $0.series == series }
  }

  private mutating func write(
    _ known: [Outcome], _ index: Int, of series: SeriesIndex, to step: inout Step
  ) {
    for outcome in known {
      // What the next stage of this process sees is what one behind a pipe reads.
      let value = outcome.value.isFinite ? outcome.value + 0.0 : .nan
      values[index].take(value)
      step.add(
        Label(
          series: series, at: outcome.at, label: names[index], detector: outcome.detector,
          value: value, window: outcome.window))
    }
  }

  /// What is open at the end stays without a value.
  public mutating func finish(_ step: inout Step) throws(StageError) {
    guard !labelers.isEmpty else { return }
    let series = (0..<states.count / labelers.count).sorted {
      Series.isOrdered(step.series[$0], step.series[$1])
    }
    for place in series {
      for index in labelers.indices {
        write(
          states[place * labelers.count + index].content.open, index, of: place, to: &step)
      }
    }
    if !states.isEmpty { sayWhatIsOne(&step) }
  }

  /// Nothing can be learned of a label that says the same of everything.
  private func sayWhatIsOne(_ step: inout Step) {
    for (name, values) in zip(names, values) where values.isOne && values.count != 1 {
      guard let first = values.first else {
        step.warn(
          values.missing > 0
            ? "\(name) has no value at all: the stream ends before one is known"
            : "\(name) has labelled nothing: what it labels did not come")
        continue
      }
      let text = first == first.rounded() && first.magnitude < 1e15 ? "\(Int(first))" : "\(first)"
      step.warn("\(name) is \(text) in all \(values.count) lines: nothing tells them apart")
    }
  }
}
