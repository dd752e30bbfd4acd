import SFCore

/// Bars, gaps, features and signals: their order within a step, and one step against the last.
struct ContentCheck {
  /// The order in which tools write types within a step.
  private static let ranks: [LineType: Int] = [.gap: 0, .bar: 0, .features: 1, .signal: 2]

  private var lastRank = 0
  private var lastBarSeries: Series?
  private var lastSignal: Signal?
  private var hasSaidOrder = false
  private var signals: Set<SignalKey> = []
  private var gapLines: [(gap: Gap, line: Int)] = []
  private var featureLines: [(series: SeriesIndex, line: Int)] = []
  private var featureRows = 0

  /// The last bar of each series.
  private var lastBars: [SeriesIndex: Timestamp] = [:]
  /// Columns that the header names, the line that did, and those that came.
  private var declared: [String] = []
  private var headerLine = 1
  private var met: Set<String> = []
  /// How many names and rows of the step have been looked at.
  private var namesMet = 0
  private var rowsMet = 0

  private struct SignalKey: Hashable {
    let series: SeriesIndex
    let detector: String
  }

  mutating func take(_ header: Header, _ line: Int) -> [Finding] {
    declared = header.stages.flatMap { $0.columns ?? [] }
    headerLine = line
    var names: Set<String> = []
    return declared.filter { !names.insert($0).inserted }.map { name in
      Finding(
        line: line, level: .error, rule: "columns",
        message: "found the column '\(name)' twice, expected each name once")
    }
  }

  /// Another step begins.
  mutating func begin() {
    lastRank = 0
    lastBarSeries = nil
    lastSignal = nil
    signals.removeAll(keepingCapacity: true)
    gapLines.removeAll(keepingCapacity: true)
    featureLines.removeAll(keepingCapacity: true)
    rowsMet = 0
  }

  /// Checks the line that was just decoded into the step.
  mutating func check(
    _ type: LineType, _ step: borrowing Step, _ line: Int, isClosing: Bool
  ) -> [Finding] {
    var findings = Findings(line: line)
    if !isClosing, let rank = Self.ranks[type] {
      if rank < lastRank, !hasSaidOrder {
        hasSaidOrder = true
        findings.warn(
          "order",
          "found a \(type.name) behind later types, expected bars, features, signals (said once)")
      }
      lastRank = max(lastRank, rank)
    }
    switch type {
    case .bar: if let bar = step.bars.last { check(bar, step, &findings) }
    case .gap: if let gap = step.gaps.last { check(gap, step, line, &findings) }
    case .features: checkFeatures(step, line, &findings)
    case .signal: if let signal = step.signals.last { check(signal, step, &findings) }
    case .label: if let label = step.labels.last { check(label, step, &findings) }
    default: break
    }
    return findings.list
  }

  private mutating func check(_ bar: Bar, _ step: borrowing Step, _ findings: inout Findings) {
    let series = step.series[bar.series]
    if let last = lastBarSeries, !Series.isOrdered(last, series) {
      findings.fail(
        "order",
        "found a bar of \(name(series)) behind \(name(last)), expected them by symbol, then interval"
      )
    }
    lastBarSeries = series
    checkDistance(bar, series, step.ts, &findings)
    lastBars[bar.series] = step.ts
    rowsMet = step.rows.count
  }

  /// A bar against the bar before it, and the gap between them.
  private func checkDistance(
    _ bar: Bar, _ series: Series, _ ts: Timestamp, _ findings: inout Findings
  ) {
    guard let last = lastBars[bar.series], let length = series.interval.milliseconds else { return }
    let distance = Self.distance(from: last, to: ts, length)
    let gap = gapLines.last { $0.gap.series == bar.series }
    if distance < length {
      findings.fail(
        "interval",
        "found a bar of \(name(series)) \(distance / 1_000) s after the last, expected \(series.interval)"
      )
    } else if distance > length, gap == nil {
      findings.warn(
        "gap",
        "found no gap line for the bars of \(name(series)) missing since \(last), expected one before this bar"
      )
    } else if distance == length, let gap {
      findings.fail(
        "gap", "found a gap of \(name(series)) where no bar is missing, expected none",
        line: gap.line)
    }
  }

  /// How long lies between two closes: of days, weeks and months a whole number of lengths, also
  /// where clocks are moved in between and months differ.
  private static func distance(from a: Timestamp, to b: Timestamp, _ length: Int64) -> Int64 {
    let (distance, day) = (b - a, Timestamp.millisecondsPerDay)
    guard length % day == 0 || length == CalendarMonth.length, distance > 0 else {
      return distance
    }
    let count = (distance + length / 2) / length
    let moved = b.milliseconds - BarGrid.later(a.milliseconds, by: count, of: length)
    return moved.magnitude <= 3_600_000 ? count * length : distance
  }

  private mutating func check(
    _ gap: Gap, _ step: borrowing Step, _ line: Int, _ findings: inout Findings
  ) {
    let series = step.series[gap.series]
    if gapLines.contains(where: { $0.gap.series == gap.series }) {
      findings.fail("gap", "found a second gap of \(name(series)), expected one for each ts")
    }
    gapLines.append((gap, line))
    if step.bar(of: gap.series) != nil {
      findings.fail("gap", "found the gap of \(name(series)) behind its bar, expected it before")
      return
    }
    guard gap.from <= gap.to, gap.to < step.ts, gap.bars > 0 else {
      findings.fail(
        "gap",
        "found a gap of \(gap.bars) bars from \(gap.from) to \(gap.to), expected from ≤ to < ts")
      return
    }
    guard let length = series.interval.milliseconds else { return }
    if Self.distance(from: gap.to, to: step.ts, length) != length {
      findings.fail("gap", "found a gap to \(gap.to), expected one interval before its bar")
    }
    let bars = Self.distance(from: gap.from, to: gap.to, length) / length + 1
    if Self.distance(from: gap.from, to: gap.to, length) != length * Int64(gap.bars - 1) {
      findings.fail(
        "gap",
        "found a gap of \(gap.bars) bars, expected \(bars) from \(gap.from) to \(gap.to)"
      )
    }
    if let last = lastBars[gap.series], Self.distance(from: last, to: gap.from, length) != length {
      findings.fail("gap", "found a gap from \(gap.from), expected one interval after bar \(last)")
    }
  }

  private mutating func checkFeatures(
    _ step: borrowing Step, _ line: Int, _ findings: inout Findings
  ) {
    featureRows += 1
    for name in step.columns.names[namesMet...] {
      met.insert(name)
      if !declared.isEmpty, !declared.contains(name) {
        findings.warn("columns", "found the column '\(name)', which no stage names in the header")
      }
    }
    namesMet = step.columns.count
    // A row that is new was made by this line: its bar, if it has one, has not come yet.
    if step.rows.count > rowsMet, let row = step.rows.last {
      featureLines.append((row.series, line))
      rowsMet = step.rows.count
    }
  }

  private mutating func check(
    _ signal: Signal, _ step: borrowing Step, _ findings: inout Findings
  ) {
    let series = step.series[signal.series]
    if !signals.insert(SignalKey(series: signal.series, detector: signal.detector)).inserted {
      findings.fail(
        "signal",
        "found a second signal of \(signal.detector) for \(name(series)), expected one for each ts")
    }
    if let last = lastSignal, !hasSaidOrder {
      let before = step.series[last.series]
      if before != series, !Series.isOrdered(before, series) {
        hasSaidOrder = true
        findings.warn(
          "order",
          "found a signal of \(name(series)) behind \(name(before)), expected them by symbol (said once)"
        )
      }
    }
    lastSignal = signal
  }

  private func check(_ label: Label, _ step: borrowing Step, _ findings: inout Findings) {
    guard label.at <= step.ts else {
      findings.fail(
        "label", "found a label of \(label.at), expected the time of a bar that has closed")
      return
    }
    guard let window = label.window else { return }
    if window.end < label.at || window.end > step.ts || window.bars < 0 {
      findings.fail(
        "label",
        "found a t1 of \(window.end) after \(window.bars) bars, expected one from at to ts")
    }
  }

  /// The step is complete.
  mutating func end(_ step: borrowing Step) -> [Finding] {
    var findings = Findings(line: 0)
    for (gap, line) in gapLines where step.bar(of: gap.series) == nil {
      findings.fail(
        "gap", "found a gap of \(name(step.series[gap.series])) without the bar that ends it",
        line: line)
    }
    if !step.bars.isEmpty {
      for row in step.rows where row.bar == nil {
        guard let line = featureLines.first(where: { $0.series == row.series })?.line else {
          continue
        }
        findings.warn(
          "features", "found features of \(name(step.series[row.series])) without its bar",
          line: line)
      }
    }
    return findings.list
  }

  /// The stream is over.
  func finish() -> [Finding] {
    guard featureRows > 0 else { return [] }
    let missing = declared.filter { !met.contains($0) }
    return missing.map { name in
      Finding(
        line: headerLine, level: .warning, rule: "columns",
        message: "found the column '\(name)' in the header and in no line of features")
    }
  }

  private func name(_ series: Series) -> String { "\(series.symbol) \(series.interval)" }
}

/// Findings of one line.
struct Findings {
  let line: Int
  private(set) var list: [Finding] = []

  init(line: Int) { self.line = line }

  mutating func fail(_ rule: String, _ message: String, line: Int? = nil) {
    list.append(Finding(line: line ?? self.line, level: .error, rule: rule, message: message))
  }

  mutating func warn(_ rule: String, _ message: String, line: Int? = nil) {
    list.append(Finding(line: line ?? self.line, level: .warning, rule: rule, message: message))
  }
}
