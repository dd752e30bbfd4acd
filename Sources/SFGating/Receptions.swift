import SFCore
import SFGate
import SFJournal

/// What was received in time, day by day, by the file `times` of an origin.
package struct Receptions {
  private static let minute: Int64 = 60_000

  private let patience: Int64
  private let grid: Int
  private var days: [(day: Int64, marks: Int, inTime: Int)] = []

  /// `interval` is that of the bars, in milliseconds; `nil` where no clock closes them.
  package init(interval: Int64?) {
    patience = max(Self.minute, (interval ?? 0) / 10)
    grid = interval.map { Int(Timestamp.millisecondsPerDay / $0) } ?? 0
  }

  /// What stands in the directory of a stage, whose source says of its bars what is in the header.
  package static func of(
    stage: String, _ header: Header
  ) throws -> [GateEvidence.Reception] {
    var receptions = Receptions(interval: interval(header))
    try Times.forEach(in: stage) { receptions.take($0, at: $1) }
    return receptions.all
  }

  /// Takes a mark, in the order of time.
  package mutating func take(_ mark: Timestamp, at wall: Timestamp) {
    let day = GateRun.day(of: mark)
    if days.last?.day != day { days.append((day, 0, 0)) }
    days[days.count - 1].marks += 1
    if wall - mark <= patience { days[days.count - 1].inTime += 1 }
  }

  /// A mark that nobody noted came too late.
  package var all: [GateEvidence.Reception] {
    days.map {
      GateEvidence.Reception(day: $0.day, marks: max(grid, $0.marks), inTime: $0.inTime)
    }
  }

  /// What the source says of its bars.
  private static func interval(_ header: Header) -> Int64? {
    let value = header.stages.first?.setting(named: "interval")
    guard case .text(let text)? = value else { return nil }
    return Interval(text)?.milliseconds
  }
}
