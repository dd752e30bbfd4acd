import SFCore

/// Values into lines, byte for byte as the wire page says.
public struct LineWriter: ~Copyable {
  public var buffer: ByteBuffer

  /// The time of the last line, and its text with the keys around it.
  private var lastTs = Timestamp.earliest
  private var timeText: [UInt8] = []
  /// The start of its day.
  private var midnight = Timestamp.earliest
  /// `,"symbol":"…","interval":"…"` of each series.
  private var seriesTexts = TextTable()
  /// `,"name":` of each column.
  var columnTexts = TextTable()

  private let table = KeyTable.shared
  private let forms = LineTable.messages
  /// The key that is written next.
  private var key: UnsafePointer<KeyTable.Key>

  public init(capacity: Int = 1 << 17) {
    buffer = ByteBuffer(capacity: capacity)
    key = table[.mark].first
    timeText = Array("\",\"ts\":\"\(lastTs)\"".utf8)
  }

  // MARK: Lines

  public mutating func mark(_ ts: Timestamp) {
    begin(.mark, ts)
    buffer.append("}\n")
  }

  /// One of the lines of a step.
  public mutating func write(_ line: Step.Line, of step: borrowing Step) {
    switch line {
    case .bar(let place): bar(step.bars[place], step.fields(ofBar: place), of: step)
    case .features(let row, let from, let count): features(row, from, count, of: step)
    case .wideFeatures(let row, let from, let count): wideFeatures(row, from, count, of: step)
    case .message(let type, let place):
      guard let form = forms[Int(type.rawValue)] else {
        preconditionFailure("a message has a form in the table")
      }
      begin(type, step.ts)
      know(step.series)
      form.write(place, of: step, to: &self)
    }
    buffer.append("}\n")
  }

  // MARK: How a line begins

  /// Begins a line, whose keys are written next.
  @inline(__always)
  mutating func begin(_ type: LineType, _ ts: Timestamp) {
    let keys = table[type]
    buffer.append(keys.start)
    append(ts)
    key = keys.first + 2
  }

  /// Begins a line of a type that has no keys of ours.
  mutating func begin(_ type: StaticString, _ ts: Timestamp) {
    buffer.append("{\"type\":\"")
    buffer.append(type)
    append(ts)
  }

  @inline(__always)
  private mutating func append(_ ts: Timestamp) {
    if ts != lastTs { setTime(ts) }
    buffer.append(timeText)
  }

  private mutating func setTime(_ ts: Timestamp) {
    let ofDay = ts - midnight
    lastTs = ts
    timeText.withUnsafeMutableBufferPointer { text in
      let p = text.baseAddress! + 8
      if ofDay >= 0, ofDay < Timestamp.millisecondsPerDay {
        TimestampText.writeTimeOfDay(ofDay, to: p)
      } else {
        TimestampText.write(ts, to: p)
        midnight = Timestamp(milliseconds: ts.day * Timestamp.millisecondsPerDay)
      }
    }
  }

  /// Learns the texts of the series that have come.
  @inline(__always)
  private mutating func know(_ series: borrowing SeriesTable) {
    while seriesTexts.count < series.count {
      let added = series[seriesTexts.count]
      seriesTexts.append(
        Array(",\"symbol\":\"\(added.symbol)\",\"interval\":\"\(added.interval)\"".utf8))
    }
  }

  /// Symbol and interval of a bar's series, or that of features.
  @inline(__always)
  mutating func series(_ index: SeriesIndex, _ step: borrowing Step) {
    if index >= seriesTexts.count { know(step.series) }
    series(index)
  }

  /// Symbol and interval of a series that is known.
  @inline(__always)
  mutating func series(_ index: SeriesIndex) {
    buffer.append(seriesTexts[index])
    key += 2
  }
}

// MARK: - Keys and values

/// Each call writes the next key of the type with its value; an optional that is `nil` is left out.
extension LineWriter {
  @inline(__always)
  private mutating func next() {
    buffer.append(key.pointee.text)
    key += 1
  }

  /// Leaves out the next keys.
  mutating func skip(_ count: Int = 1) { key += count }

  mutating func text(_ value: String) {
    next()
    buffer.append(quoted: value)
  }

  mutating func text(_ value: String?) {
    if let value { text(value) } else { skip() }
  }

  mutating func symbol(_ value: Symbol) { text(value.text) }

  mutating func choice(_ value: some RawRepresentable<String>) { text(value.rawValue) }

  @inline(__always)
  mutating func amount(_ value: some FixedPoint) {
    next()
    buffer.append(amount: value)
  }

  mutating func amount(_ value: (some FixedPoint)?) {
    if let value { amount(value) } else { skip() }
  }

  mutating func float(_ value: Double) {
    next()
    buffer.append(double: value)
  }

  mutating func float(_ value: Double?) {
    if let value { float(value) } else { skip() }
  }

  /// A number that is `null` where it does not exist.
  mutating func figure(_ value: Double?) { float(value ?? .nan) }

  mutating func integer(_ value: Int) {
    next()
    buffer.append(integer: value)
  }

  mutating func integer(_ value: Int?) {
    if let value { integer(value) } else { skip() }
  }

  /// An integer that is `null` where it does not exist.
  mutating func figure(_ value: Int?) {
    if let value { return integer(value) }
    next()
    buffer.append("null")
  }

  mutating func timestamp(_ ts: Timestamp) {
    next()
    buffer.append("\"")
    buffer.append(timestamp: ts)
    buffer.append("\"")
  }

  /// An object with a member for each element.
  mutating func object<Element>(
    _ elements: [Element]?, _ member: (Element, inout LineWriter) -> Void
  ) {
    guard let elements else { return skip() }
    next()
    buffer.append("{")
    for (index, element) in elements.enumerated() {
      if index > 0 { buffer.append(",") }
      member(element, &self)
    }
    buffer.append("}")
  }

  /// The name of a member, before its value.
  mutating func append(name: String) {
    buffer.append(quoted: name)
    buffer.append(":")
  }
}
