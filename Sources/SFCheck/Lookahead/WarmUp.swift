import SFCore
import SFWire

/// After how many bars a program that began later says the same.
public struct WarmUp: Equatable, Sendable {
  /// Of what: a column, a detector, a label, or a type of line.
  public var subject: String
  /// The number of the bar, from 1, from which on the bytes are the same; `nil` when they never are
  /// to the end.
  public var same: Int?
  /// The same for numbers that differ by no more than 1e-9 of the largest.
  public var near: Int?

  public init(subject: String, same: Int?, near: Int?) {
    self.subject = subject
    self.same = same
    self.near = near
  }
}

extension WarmUp {
  package var text: String {
    let later = { (number: Int) in "from bar \(number) of a later start on" }
    let subject = subject.shown(most: .max)
    switch (same, near) {
    case (let same?, let near?) where near < same:
      return "\(subject): within 1e-9 \(later(near)), the same bytes from bar \(same) on\n"
    case (let same?, _): return "\(subject): the same bytes \(later(same))\n"
    case (nil, let near?): return "\(subject): within 1e-9 \(later(near))\n"
    case (nil, nil): return "\(subject): depends on where the stream begins\n"
    }
  }

  package var json: JSONValue {
    func number(_ value: Int?) -> JSONValue { value.map { .number("\($0)") } ?? .null }
    return .object([
      .init(key: "level", value: .string("note")), .init(key: "rule", value: .string("warm_up")),
      .init(key: "subject", value: .string(subject)), .init(key: "same", value: number(same)),
      .init(key: "near", value: number(near)),
    ])
  }
}

/// What a program itself says in the steps of a stream, to compare two runs of it.
struct Sayings {
  /// For each step what is said of each subject, in the order of writing.
  private(set) var steps: [[String: [JSONValue]]] = []
  /// The largest number that is said of each subject.
  private(set) var scales: [String: Double] = [:]

  init(
    _ output: ProgramOutput, _ stream: StreamSteps, _ indices: some Sequence<Int>
  ) throws {
    for index in indices {
      let given = stream.lines(ofStep: index)
      var step: [String: [JSONValue]] = [:]
      for line in try output.lines(of: stream.marks[index]) where !given.contains(line) {
        let value = try Line.withLine(of: Array(line)) { try JSONValue($0) }
        for (subject, said) in Self.said(value) {
          step[subject, default: []].append(said)
          scales[subject] = max(scales[subject] ?? 0, said.largest)
        }
      }
      steps.append(step)
    }
  }

  /// A line by what it is about; one of features says something of each of its columns.
  private static func said(_ line: JSONValue) -> [(subject: String, said: JSONValue)] {
    let type = line["type"]?.string ?? ""
    guard type == "features", let values = line["values"]?.members else {
      return [(line["detector"]?.string ?? line["label"]?.string ?? type, line)]
    }
    let series = [line["symbol"] ?? .null, line["interval"] ?? .null]
    return values.map { ($0.key, .array(series + [$0.value])) }
  }
}

extension JSONValue {
  /// The largest number in it, in magnitude.
  fileprivate var largest: Double {
    switch self {
    case .number(let text): abs(Double(text) ?? 0)
    case .array(let values): values.map(\.largest).max() ?? 0
    case .object(let members): members.map(\.value.largest).max() ?? 0
    default: 0
    }
  }

  /// Whether it is the same but for numbers that differ by no more than this.
  func isNear(_ other: JSONValue, _ tolerance: Double) -> Bool {
    switch (self, other) {
    case (.number(let a), .number(let b)):
      guard a != b, let a = Double(a), let b = Double(b) else { return a == b }
      return abs(a - b) <= tolerance
    case (.array(let a), .array(let b)):
      return a.count == b.count && zip(a, b).allSatisfy { $0.isNear($1, tolerance) }
    case (.object(let a), .object(let b)):
      return a.count == b.count
        && zip(a, b).allSatisfy { $0.key == $1.key && $0.value.isNear($1.value, tolerance) }
    default: return self == other
    }
  }
}
