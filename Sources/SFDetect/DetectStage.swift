import SFCore
import SFExpressions

/// Shows every bar to every detector and writes signals of what they see.
///
/// Each series has its own copy of the detectors, made when its first bar
/// comes; a market-wide detector has one for each interval, and looks at all
/// symbols once their bars of a mark have been seen.
public struct DetectStage: Stage {
  /// The specs with all parameters.
  public let specs: [String]
  /// The names under which the detectors sign.
  public let names: [String]

  private let options: DetectOptions
  /// As configured and bound: what a new series and a new interval begin with.
  private var roster: Roster
  private var isBound = false
  private var readsFields = false
  /// Whether rows without a bar came before the first bar.
  private var hasLoneFeatures = false
  /// Of each series, one behind the other.
  private var watches: [Watch] = []
  private var readers: [ExpressionProgram] = []
  /// Of each interval, one behind the other.
  private var markets: [MarketWatch] = []
  private var intervals: [Interval] = []
  /// The place of the interval of each series.
  private var intervalOfSeries: [Int] = []
  /// Empty between steps.
  private var found: [Found] = []
  private var silence: Silence

  /// A detector of one series, and what it saw before.
  struct Watch: Codable, Sendable {
    var detector: AnyComponent<DetectorList>
    var trigger = Trigger()
  }

  private struct Found {
    let signal: Signal
    /// The place of its detector among `names`.
    let detector: Int
  }

  public var reads: LineTypes { [LineTypes(.bar), LineTypes(.features)] }
  public var writes: LineTypes { LineTypes(.signal) }
  public var addsSeries: Bool { !roster.market.isEmpty }

  public init(
    _ specs: [Spec], _ options: DetectOptions = DetectOptions()
  ) throws(ConfigurationError) {
    roster = try Roster(specs)
    self.specs = roster.specs
    self.names = roster.names
    self.options = options
    silence = Silence(roster.needsOfEach)
  }

  public init(
    _ specs: [String], _ options: DetectOptions = DetectOptions()
  ) throws(ConfigurationError) {
    var list: [Spec] = []
    for spec in specs { list.append(try Spec(spec)) }
    try self.init(list, options)
  }

  /// The columns and market fields that the detectors need, in the order of first use.
  public var needs: [String] { roster.needs }

  public mutating func bind(_ header: Header, _ step: inout Step) throws(StageError) {
    for index in roster.own.indices {
      let places = try step.places(
        of: roster.own[index].detector.content.names, neededBy: roster.ownName(index))
      roster.own[index].detector.content.bind(places)
      for place in stride(from: index, to: watches.count, by: roster.own.count) {
        watches[place].detector.content.bind(places)
      }
    }
    for index in roster.readers.indices {
      let places = try step.places(
        of: roster.readers[index].names, neededBy: roster.marketName(index))
      roster.readers[index].bind(places)
      for place in stride(from: index, to: readers.count, by: roster.readers.count) {
        readers[place].bind(places)
      }
    }
    readsFields = roster.readsFields
    silence.bind(step.columns)
    isBound = true
  }

  public mutating func update(_ step: inout Step) throws(StageError) {
    guard isBound else {
      hasLoneFeatures = hasLoneFeatures || !step.rows.isEmpty
      return
    }
    for place in 0..<step.bars.count {
      let bar = step.bars[place]
      guard let row = step.existingRow(of: bar.series) else { continue }
      while intervalOfSeries.count <= bar.series { admit(step.series[intervalOfSeries.count]) }
      let fields = readsFields ? step.fields(ofBar: place) : []
      let values = step.values.span.extracting(row * step.width..<(row + 1) * step.width)
      if silence.isWatching { silence.see(values) }
      try look(bar, fields, values, step.ts)
    }
    for index in markets.indices { try lookAtMarket(index, &step) }
    if !found.isEmpty { write(&step) }
  }

  /// Makes the detectors of a series that is new, and of its interval if that is.
  private mutating func admit(_ series: Series) {
    watches += roster.own
    readers += roster.readers
    let place = intervals.firstIndex(of: series.interval) ?? intervals.count
    intervalOfSeries.append(place)
    guard place == intervals.count else { return }
    intervals.append(series.interval)
    markets += roster.market.map { MarketWatch($0, series.interval) }
  }

  private mutating func look(
    _ bar: Bar, _ fields: [MarketField], _ row: Span<Double>, _ ts: Timestamp
  ) throws(StageError) {
    let first = bar.series * roster.own.count
    for index in roster.own.indices {
      let seen = watches[first + index].detector.content.update(bar, fields, row)
      guard !seen.isSilent, let detection = watches[first + index].trigger.update(seen, options)
      else { continue }
      try find(detection, of: roster.placesOfOwn[index], bar.series, ts)
    }
    guard !roster.readers.isEmpty else { return }
    let reader = bar.series * roster.readers.count
    let market = intervalOfSeries[bar.series] * roster.readers.count
    for index in roster.readers.indices {
      readers[reader + index].update(bar, fields, row)
      markets[market + index].take(readers[reader + index])
    }
  }

  private mutating func lookAtMarket(_ index: Int, _ step: inout Step) throws(StageError) {
    guard let detection = markets[index].finish(options) else { return }
    let series = step.series.index(of: Series(symbol: .all, interval: markets[index].interval))
    try find(detection, of: roster.placesOfMarket[index % roster.market.count], series, step.ts)
  }

  /// Notes a signal, with what its strength has been worth.
  private mutating func find(
    _ detection: Detection, of detector: Int, _ series: SeriesIndex, _ ts: Timestamp
  ) throws(StageError) {
    let name = names[detector]
    silence.end(of: detector)
    var probability = detection.probability
    if let calibration = options.calibration, calibration.knows(name) {
      probability = calibration.probability(name, detection.strength)
    }
    if let probability, !(0...1).contains(probability) {
      throw StageError(
        .configuration,
        "\(name): found the probability \(probability) at \(ts), expected 0 to 1")
    }
    let signal = Signal(
      series: series, detector: name, direction: detection.direction,
      strength: detection.strength + 0.0, probability: probability.map { $0 + 0.0 })
    found.append(Found(signal: signal, detector: detector))
  }

  /// By symbol, then interval length; those of one series in the order of the detectors.
  private mutating func write(_ step: inout Step) {
    func isOrdered(_ a: Found, _ b: Found) -> Bool {
      a.signal.series == b.signal.series
        ? a.detector < b.detector
        : Series.isOrdered(step.series[a.signal.series], step.series[b.signal.series])
    }
    for index in found.indices.dropFirst() where isOrdered(found[index], found[index - 1]) {
      found.sort(by: isOrdered)
      break
    }
    for found in found { step.add(found.signal) }
    found.removeAll(keepingCapacity: true)
  }

  /// What the detectors ask of columns and fields, for who knows what those can be.
  public var comparisons: [ColumnComparison] {
    roster.conditions.flatMap(ColumnComparison.all)
  }

  public mutating func finish(_ step: inout Step) throws(StageError) {
    for sentence in silence.sentences(names) { step.warn(sentence) }
    guard !isBound, hasLoneFeatures else { return }
    throw StageError(
      .configuration, "the stream has features and no bars: detectors look at both",
      help: "let the stages before forward bars")
  }

  private enum CodingKeys: String, CodingKey {
    case specs, names, options, roster, isBound, readsFields, hasLoneFeatures, watches, readers
    case markets, intervals, intervalOfSeries, silence
  }
}
