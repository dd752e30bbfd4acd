import SFCore
import SFWire

/// Whether a stream is valid, in full, to the letter of the wire page.
///
/// Each line is decoded as a stage would decode it; then comes what no single
/// line can show: order, marks, gaps, names, ids, counts. A line that is wrong
/// does not hide what is wrong behind it.
package struct StreamCheck: ~Copyable {
  /// What was found and not yet taken away, in the order of finding.
  private(set) var findings: [Finding] = []

  private var decoder = LineDecoder()
  private var step = Step()
  /// Where lines are decoded that belong to no step.
  private var aside = Step()
  private var asideDecoder = LineDecoder()
  private var content = ContentCheck()
  private var trades = TradeCheck()
  private var venue = VenueCheck()
  private var models = ModelCheck()
  private var keys = KeyCheck()

  private var lineNumber = 0
  private var hasHeader = false
  private var endLine: Int?
  private var hasLineBehindEnd = false
  private var hasReturn = false
  private var isOpen = false
  private var isClosing = false
  private var lastMark: Timestamp?
  /// Lines behind the last mark with its `ts`, and their types.
  private var closing: [(line: Int, type: LineType)] = []
  private var counts: [String: Int] = [:]

  package init() {}

  /// Takes away what was found.
  package mutating func takeFindings() -> [Finding] {
    defer { findings.removeAll(keepingCapacity: true) }
    return findings
  }

  private mutating func add(
    _ level: Finding.Level, _ rule: String, _ message: String, line: Int? = nil, column: Int = 1
  ) {
    findings.append(
      Finding(
        line: line ?? lineNumber, column: column, level: level, rule: rule, message: message))
  }

  /// A line that cannot even be cut out: it is too long.
  package mutating func takeUnreadable(_ error: WireError, number: Int) {
    lineNumber = number
    add(.error, "line", error.message, column: error.column)
  }

  package mutating func take(_ line: Line, number: Int) {
    if number > lineNumber + 1 {
      add(.warning, "blank", "found a blank line, expected none", line: lineNumber + 1)
    }
    let isFirst = lineNumber == 0
    lineNumber = number
    if !hasReturn, line.count > 0, line.end[-1] == UInt8(ascii: "\r") {
      hasReturn = true
      add(
        .warning, "return", "found '\\r' before the line feed, expected none (said once)",
        column: line.count)
    }
    do {
      try check(line, isFirst)
    } catch {
      add(.error, "line", error.message, column: error.column)
    }
  }

  private mutating func check(_ line: Line, _ isFirst: Bool) throws(WireError) {
    let envelope = try decoder.envelope(of: line)
    if envelope.type == .header { return try header(line, isFirst) }
    if isFirst { add(.error, "header", "found no header, expected one in the first line") }
    if endLine != nil {
      if !hasLineBehindEnd {
        add(.error, "behind_end", "found a line behind 'end', expected the end of the stream")
      }
      hasLineBehindEnd = true
      return
    }
    switch envelope.type {
    case .unknown: try unknown(line)
    case .mark: try mark(line, envelope)
    case .end: try end(line)
    default: try known(line, envelope)
    }
  }

  // MARK: Lines of a step

  private mutating func unknown(_ line: Line) throws(WireError) {
    let value = try JSONValue(line)
    let name = value["type"]?.string ?? ""
    counts[name, default: 0] += 1
    if name.isEmpty { add(.error, "type", "found an empty type, expected a name") }
    if let nearest = NearestName.of(name, among: LineType.allCases.map(\.name)), name != "unknown",
      !name.hasPrefix("x_"), keys.isNew("type \(name)")
    {
      add(.warning, "type", "found the unknown type '\(name)': did you mean '\(nearest)'?")
    }
  }

  private mutating func known(_ line: Line, _ envelope: Envelope) throws(WireError) {
    let type = envelope.type
    counts[type.name, default: 0] += 1
    guard let ts = envelope.ts else {
      throw WireError(
        column: line.count + 1, found: "a \(type.name) without 'ts'", expected: "a timestamp")
    }
    let isInStep = enter(ts, type)
    if type.isReserved {
      if keys.isNew("type \(type.name)") {
        add(.warning, "type", "found the type '\(type.name)', which is reserved for what comes")
      }
      _ = try JSONValue(line)
      return
    }
    guard isInStep else {
      aside.begin(ts)
      try asideDecoder.decode(line, type, into: &aside)
      return
    }
    try decoder.decode(line, type, into: &step)
    findings += keys.check(try JSONValue(line), type, lineNumber)
    findings += content.check(type, step, lineNumber, isClosing: isClosing)
    findings += trades.check(type, step, lineNumber)
    findings += venue.check(type, step, lineNumber)
    findings += models.check(type, step, lineNumber)
  }

  /// Takes a line of `ts` into its step; `false` when it comes too late for any.
  private mutating func enter(_ ts: Timestamp, _ type: LineType) -> Bool {
    if isOpen {
      if ts == step.ts {
        if isClosing { closing.append((lineNumber, type)) }
        return true
      }
      if ts < step.ts {
        add(
          .error, "time", "found ts \(ts) behind a line of \(step.ts), expected ts never to go back"
        )
        return false
      }
      if isClosing {
        refuseClosing()
      } else {
        add(.error, "mark", "found ts \(ts) without mark \(step.ts), expected that mark before it")
        closeStep()
      }
    } else if let lastMark, ts <= lastMark {
      guard ts == lastMark else {
        add(.error, "time", "found ts \(ts) behind mark \(lastMark), expected a later ts")
        return false
      }
      isClosing = true
      closing = [(lineNumber, type)]
    }
    isOpen = true
    step.begin(ts)
    content.begin()
    venue.begin()
    models.begin()
    return true
  }

  /// The stream goes on: what stood behind its mark were no closing lines.
  private mutating func refuseClosing() {
    for late in closing {
      let ts = step.ts
      add(
        .error, "behind_mark",
        "found a line of \(ts) behind mark \(ts), expected it before the mark", line: late.line)
    }
    closing = []
    isClosing = false
  }

  private mutating func closeStep() {
    findings += content.end(step)
    findings += trades.endOfStep()
    isOpen = false
  }

  private mutating func mark(_ line: Line, _ envelope: Envelope) throws(WireError) {
    counts["mark", default: 0] += 1
    aside.begin(envelope.ts ?? .earliest)
    try asideDecoder.decode(line, .mark, into: &aside)
    guard let ts = envelope.ts else { return }
    if let lastMark, ts <= lastMark {
      add(.error, "time", "found mark \(ts) behind mark \(lastMark), expected a later one")
      return
    }
    guard enter(ts, .mark) else { return }
    closeStep()
    lastMark = ts
  }

  // MARK: First and last line

  private mutating func header(_ line: Line, _ isFirst: Bool) throws(WireError) {
    if !isFirst {
      add(
        .error, "header",
        "found a header in the middle of the stream, expected one at its start")
    }
    restart()
    hasHeader = true
    let (_, header) = try HeaderLine.read(line)
    let value = try JSONValue(line)
    if header.stages.isEmpty {
      add(.error, "header", "found no stage, expected who made the stream")
    }
    for stage in value["stages"]?.array ?? [] {
      let name = stage["name"]?.string ?? ""
      for key in ["version", "config"] where stage[key] == nil {
        add(.error, "header", "found the stage '\(name)' without '\(key)', expected it")
      }
      if let config = stage["config"], config.members == nil {
        add(.error, "header", "found a config of '\(name)' that is no object")
      }
    }
    trades = TradeCheck(header)
    venue = VenueCheck(header)
    findings += content.take(header, lineNumber)
  }

  /// Another stream begins: what is behind is judged by itself.
  private mutating func restart() {
    (isOpen, isClosing, lastMark, endLine, hasLineBehindEnd) = (false, false, nil, nil, false)
    closing = []
    counts = [:]
    content = ContentCheck()
    trades = TradeCheck()
    venue = VenueCheck()
    models = ModelCheck()
  }

  private mutating func end(_ line: Line) throws(WireError) {
    endLine = lineNumber
    if isOpen, !isClosing {
      add(.error, "mark", "found 'end' without mark \(step.ts), expected that mark before it")
      lastMark = step.ts
      closeStep()
    }
    for late in closing where [.bar, .gap, .features].contains(late.type) {
      add(
        .error, "behind_mark", "found a \(late.type.name) behind its mark, expected it before",
        line: late.line)
    }
    findings += trades.endOfStep()
    let end = try EndLine.read(line)
    if end.ts != lastMark {
      add(
        .error, "end",
        "found an end of \(end.ts.map(\.description) ?? "no ts"), expected the ts of the last mark, "
          + (lastMark.map(\.description) ?? "none"))
    }
    for count in end.counts { check(count) }
  }

  /// The lines that the first stage wrote against those that are here.
  ///
  /// Types that are wholly absent were not forwarded, and types that others may add can be more.
  private mutating func check(_ count: End.Count) {
    let found = counts[count.type] ?? 0
    let isOfFirstAlone = ["bar", "gap", "mark"].contains(count.type)
    guard found > 0, found != count.lines, isOfFirstAlone || found < count.lines else { return }
    add(
      .error, "counts",
      "found \(found) \(count.type) lines, expected the \(count.lines) that the end counts")
  }

  /// The stream is over, or this is as far as one goes that `isOpen`: a journal that has not ended.
  package mutating func finish(isOpen: Bool = false) {
    if lineNumber == 0 {
      add(.error, "header", "found an empty stream, expected a header", line: 1)
    } else if endLine == nil, !isOpen {
      add(.error, "end", "found no end, expected one as last line: the stream was cut")
    }
    findings += content.finish()
  }
}
