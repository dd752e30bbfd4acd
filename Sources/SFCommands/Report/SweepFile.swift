import SFCore
import SFReport
import SFTool
import SFTransport
import SFWire
import SFRun

/// Reads the results of `sf-sweep`: a line of JSON for each trial.
enum SweepFile {
  static func read(_ path: String, by metric: Metric) throws -> SweepTrials {
    let source = try Endpoint.open(input: path, stop: Interruption.descriptor)
    let name = source.name
    var reader = LineReader(source)
    let figures = SweepTrials.figures(by: metric)
    var names: [String]?
    var trials: [SweepTrials.Trial] = []
    var failed = 0
    while true {
      let value: JSONValue?
      do throws(WireError) {
        if let line = try reader.next() { value = try JSONValue(line) } else { value = nil }
      } catch {
        throw InputError(error, file: name, line: reader.lineNumber)
      }
      guard let value else {
        if try reader.fill() { continue }
        break
      }
      let place = "\(name):\(reader.lineNumber)"
      guard let parameters = value["parameters"]?.members, !parameters.isEmpty,
        let status = value["status"]?.string
      else {
        throw StageError(
          .badData, "\(place): found no result of a trial, expected lines of sf-sweep")
      }
      let own = parameters.map(\.key)
      guard names == nil || names == own else {
        throw StageError(
          .badData,
          "\(place): found the parameters \(own.joined(separator: ", ")), "
            + "expected \((names ?? []).joined(separator: ", ")) as in the lines before")
      }
      names = own
      guard status == "done" else {
        failed += 1
        continue
      }
      trials.append(
        SweepTrials.Trial(
          parameters: try parameters.map { try text($0, place) },
          values: figures.map { number(value[$0.key]) },
          evidence: SweepTrials.evidence.map { number(value[$0]) }))
    }
    guard let names, !trials.isEmpty else {
      throw StageError(
        .badData, "\(name): found no trial that ended well, expected lines of sf-sweep")
    }
    return SweepTrials(names: names, figures: figures, trials: trials, failed: failed)
  }

  private static func text(_ member: JSONValue.Member, _ place: String) throws -> String {
    switch member.value {
    case .string(let text), .number(let text): text
    case .bool(let flag): flag ? "true" : "false"
    default:
      throw StageError(
        .badData, "\(place): found no single value of the parameter '\(member.key)'")
    }
  }

  /// A figure that does not exist is `null`.
  private static func number(_ value: JSONValue?) -> Double? {
    guard case .number(let text)? = value else { return nil }
    return Double(text)
  }
}
