import SFCore
import SFGate
import SFTransport
import SFWire

/// What was received in time, day by day, by the file `times` of an origin.
package enum Receptions {
  private static let longest = 1 << 30
  private static let minute: Int64 = 60_000

  /// `times` is the text of the file; `interval` that of the bars, in milliseconds, `nil` where no
  /// clock closes them. A mark that nobody noted came too late.
  package static func of(times: [UInt8], interval: Int64?) -> [GateEvidence.Reception] {
    let patience = max(minute, (interval ?? 0) / 10)
    let grid = interval.map { Int(Timestamp.millisecondsPerDay / $0) } ?? 0
    var days: [(day: Int64, marks: Int, inTime: Int)] = []
    for line in times.split(separator: 10) {
      // The first line tells the form of the file; one that is damaged tells nothing.
      guard let value = try? JSONValue(text: Array(line)),
        let mark = value["ts"]?.string.flatMap({ Timestamp($0) }), let wall = value["wall"]?.integer
      else { continue }
      let day = GateRun.day(of: mark)
      if days.last?.day != day { days.append((day, 0, 0)) }
      days[days.count - 1].marks += 1
      if Int64(wall) - mark.milliseconds <= patience { days[days.count - 1].inTime += 1 }
    }
    return days.map {
      GateEvidence.Reception(day: $0.day, marks: max(grid, $0.marks), inTime: $0.inTime)
    }
  }

  /// The same of the directory of a stage.
  package static func of(stage: String, _ header: Header) throws -> [GateEvidence.Reception] {
    of(
      times: try Endpoint.bytes(of: "\(stage)/times", most: longest),
      interval: interval(header))
  }

  /// What the source says of its bars.
  private static func interval(_ header: Header) -> Int64? {
    let value = header.stages.first?.config.first { $0.key == "interval" }?.value
    guard case .text(let text)? = value else { return nil }
    return Interval(text)?.milliseconds
  }
}
