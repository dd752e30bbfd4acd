import SFCore

/// Lines into a step.
public struct LineDecoder: ~Copyable {
  let starts = LineStarts()
  let spacedStarts = LineStarts(space: " ")
  private let forms = LineTable.messages
  var scanner = ObjectScanner()

  /// Whether bars that cannot be are read all the same, for whoever judges or mends them.
  public var takesImpossible = false
  /// Whether a price may be `null`, and is 0 then, for whoever mends it.
  public var takesNullPrices: Bool {
    get { scanner.takesNull }
    set { scanner.takesNull = newValue }
  }
  /// Symbol and interval of each series as bytes, to recognize it without hashing.
  private var seriesBytes: [(symbol: [UInt8], interval: [UInt8])] = []
  /// `,"symbol":"…","interval":"…"`, as our tools write it behind `ts`.
  private var seriesTexts = TextTable()
  /// The series of the line at hand when it was recognized by that text.
  private var knownSeries: SeriesIndex?
  /// The series that followed each series last time: bars come in a fixed order.
  private var nextSeries: [SeriesIndex] = []
  var lastSeries = -1

  /// `,"name":` of the columns, and the column that followed each last time, in the line or as the
  /// first of the next.
  var columnTexts = TextTable()
  var nextColumn: [Int] = []
  var lastColumn = -1

  /// Which values of the step were given, to refuse a name that is given twice.
  var given: [Timestamp] = []
  var givenWidth = 0

  public init() {}

  // MARK: Content

  /// Takes the content of a line into the step, whose `ts` is that of the line.
  public mutating func decode(
    _ line: Line, _ type: LineType, into step: inout Step
  ) throws(WireError) {
    knownSeries = nil
    try scanner.scan(line, as: type)
    try take(line, type, into: &step)
  }

  /// Takes the content of a line behind its envelope, which is not read again where it stands first.
  public mutating func decode(
    _ line: Line, _ envelope: Envelope, into step: inout Step
  ) throws(WireError) {
    guard let rest = envelope.rest else {
      return try decode(line, envelope.type, into: &step)
    }
    knownSeries = nil
    if envelope.type == .bar || envelope.type == .features,
      let (series, p) = expectedSeries(at: rest)
    {
      if envelope.type == .bar {
        if takeWrittenBar(p, line, series, &step) { return }
      } else if takeWrittenValues(p, line, series, &step) {
        return
      }
      knownSeries = series
      try scanner.scan(line, as: envelope.type, from: p, behind: 4)
    } else {
      try scanner.scan(line, as: envelope.type, from: rest, behind: 2)
    }
    try take(line, envelope.type, into: &step)
  }

  private mutating func take(
    _ line: Line, _ type: LineType, into step: inout Step
  ) throws(WireError) {
    switch type {
    case .bar: try decodeBar(line, &step)
    case .features: try decodeFeatures(line, &step)
    default:
      guard let form = forms[Int(type.rawValue)] else { return }
      let series = scanner.table[type].isOfSeries ? try series(line, &step) : nil
      var fields = FieldReader(line, of: series, scanner, type)
      try form.take(&fields, into: &step)
    }
  }

  // MARK: Series

  /// The series of symbol and interval in slots 2 and 3.
  mutating func series(
    _ line: Line, _ step: inout Step
  ) throws(WireError) -> SeriesIndex {
    if let knownSeries {
      lastSeries = knownSeries
      return knownSeries
    }
    let (symbol, interval) = (scanner[2].string, scanner[3].string)
    let expected = lastSeries < 0 ? 0 : nextSeries[lastSeries]
    if isSeries(expected, symbol, interval) {
      lastSeries = expected
      return expected
    }
    guard let interval = Interval(interval.text) else {
      throw line.error(at: scanner[3].start - 1, expected: "an interval like \"1m\"")
    }
    let series = Series(symbol: Symbol(stringLiteral: symbol.text), interval: interval)
    let index = step.series.index(of: series)
    while seriesBytes.count < step.series.count {
      let added = step.series[seriesBytes.count]
      seriesBytes.append((Array(added.symbol.text.utf8), Array(added.interval.text.utf8)))
      seriesTexts.append(
        Array(",\"symbol\":\"\(added.symbol)\",\"interval\":\"\(added.interval)\"".utf8))
      nextSeries.append(0)
    }
    if lastSeries >= 0 { nextSeries[lastSeries] = index }
    lastSeries = index
    return index
  }

  /// The series that should come now, if its text is at `p`, and the place behind it.
  @inline(__always)
  private func expectedSeries(
    at p: UnsafePointer<UInt8>
  ) -> (SeriesIndex, UnsafePointer<UInt8>)? {
    let expected = lastSeries < 0 ? 0 : nextSeries[lastSeries]
    guard expected < seriesTexts.count else { return nil }
    guard seriesTexts.isText(expected, at: p) else { return nil }
    return (expected, p + seriesTexts.length(of: expected))
  }

  @inline(__always)
  private func isSeries(_ index: Int, _ symbol: JSONString, _ interval: JSONString) -> Bool {
    index < seriesBytes.count
      && seriesBytes[index].symbol.withUnsafeBufferPointer(symbol.isEqual)
      && seriesBytes[index].interval.withUnsafeBufferPointer(interval.isEqual)
  }
}
