import SFCore
import SFIngest
import SFWire

/// What a check found of one sort in one series.
struct FaultCount {
  var count = 0
  var first: BarFinding
  /// The one with the largest size, or the first.
  var worst: BarFinding
}

/// Looks at all bars of one file.
struct FileCheck {
  let file: String
  private(set) var series: [SeriesCheck] = []
  /// Of lines that cannot be read, then of each series, in the order of the faults.
  private(set) var unreadable: FaultCount?
  private(set) var faults: [[BarFault: FaultCount]] = []

  private var places: [Key: Int] = [:]
  private let limits: CheckLimits
  private let ignored: Set<BarFault>

  private struct Key: Hashable {
    let symbol: Symbol
    let interval: Interval?
  }

  init(_ file: String, _ limits: CheckLimits, ignored: Set<BarFault>) {
    self.file = file
    self.limits = limits
    self.ignored = ignored
  }

  var hasFindings: Bool { unreadable != nil || faults.contains { !$0.isEmpty } }

  /// Reads the file to its end and hands out each finding, in the order in which it is known.
  mutating func run(
    _ source: any ByteSource, _ options: IngestOptions,
    _ each: (BarFinding, Symbol?) throws -> Void
  ) throws {
    var bars = try RawBars(source, options)
    var findings: [BarFinding] = []
    while let event = try bars.next() {
      switch event {
      case .unreadable(let error):
        let finding = BarFinding(
          fault: .unreadable, line: error.line, column: error.column, time: nil,
          message: error.message)
        guard !ignored.contains(.unreadable) else { continue }
        unreadable = Self.counted(finding, unreadable)
        try each(finding, nil)
      case .bar(let bar):
        let place = place(of: bar, bars.distances)
        series[place].take(bar, &findings)
        try hand(&findings, place, each)
      }
    }
    for place in series.indices {
      series[place].finish(&findings)
      try hand(&findings, place, each)
    }
  }

  private mutating func place(of bar: RawBars.RawBar, _ distances: RawBars.Distances) -> Int {
    let key = Key(symbol: bar.symbol, interval: bar.interval)
    if let place = places[key] { return place }
    places[key] = series.count
    series.append(SeriesCheck(bar.symbol, bar.interval, limits, distances))
    faults.append([:])
    return series.count - 1
  }

  private mutating func hand(
    _ findings: inout [BarFinding], _ place: Int, _ each: (BarFinding, Symbol?) throws -> Void
  ) throws {
    if findings.isEmpty { return }
    for finding in findings where !ignored.contains(finding.fault) {
      faults[place][finding.fault] = Self.counted(finding, faults[place][finding.fault])
      try each(finding, series[place].symbol)
    }
    findings.removeAll(keepingCapacity: true)
  }

  private static func counted(_ finding: BarFinding, _ past: FaultCount?) -> FaultCount {
    var next = past ?? FaultCount(first: finding, worst: finding)
    next.count += 1
    if let size = finding.size, size > next.worst.size ?? 0 { next.worst = finding }
    return next
  }
}
