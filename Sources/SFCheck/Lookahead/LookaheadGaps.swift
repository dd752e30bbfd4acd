import SFCore
import SFWire

/// What a program says behind a mark when the step after it is left out: a stage that has not looked
/// at it cannot tell.
struct LookaheadGaps {
  static let none = LookaheadGaps()

  /// Numbers of marks to cut behind, where it says something else.
  private(set) var suspects: [Int] = []
  /// Behind how many marks the step was left out.
  private(set) var marks = 0
  /// What cannot be looked at in this way, in the order of names: it remembers for too long.
  private(set) var beyond: [String] = []

  private init() {}

  /// `run` gives a stream to the program and returns what it writes.
  init(
    _ stream: StreamSteps, _ whole: ProgramOutput, _ warmUps: [WarmUp], memory longest: Int,
    _ run: ([UInt8]) throws -> [UInt8]
  ) throws {
    let most = min(longest, stream.marks.count / 3)
    var memories: [String: Int] = [:]
    for warmUp in warmUps {
      if let memory = warmUp.near, memory <= most {
        memories[warmUp.subject] = memory
      } else {
        beyond.append(warmUp.subject)
      }
    }
    guard let memory = memories.values.max() else { return }
    let plain = try Sayings(whole, stream, stream.marks.indices)
    for phase in 0...memory {
      let output = try ProgramOutput(run(stream.thinned(memory + 1, phase)))
      let places = stream.marks.indices.filter { $0 > 0 && $0 % (memory + 1) == phase }
      let said = try Sayings(output, stream, places.map { $0 - 1 })
      marks += places.count
      for (place, step) in zip(places, said.steps) {
        let differs = memories.keys.contains { subject in
          let tolerance = LookaheadCheck.tolerance * (plain.scales[subject] ?? 0)
          let (a, b) = (plain.steps[place - 1][subject] ?? [], step[subject] ?? [])
          return !JSONValue.array(a).isNear(.array(b), tolerance)
        }
        if differs { suspects.append(place) }
      }
    }
    suspects.sort()
  }
}

/// How much of a stream a check for look-ahead has looked at.
public struct LookaheadCoverage: Equatable, Sendable {
  /// Marks with something behind them.
  public var marks: Int
  /// At how many the stream was ended.
  public var cut: Int
  /// Behind how many the step was left out.
  public var left: Int
  /// What was looked at only where the stream was ended, in the order of names.
  public var beyond: [String]
}

extension LookaheadCoverage {
  package var text: String {
    var parts = ["ended at \(cut) of \(marks) marks"]
    if left > 0 { parts.append("left out what comes behind \(left) of them") }
    let names = beyond.map { $0.shown(most: 40) }
    let shown = names.prefix(4).joined(separator: ", ") + (names.count > 4 ? ", …" : "")
    if !names.isEmpty, cut < marks {
      parts.append("\(shown): only where it ended, all with --exhaustive")
    }
    return "coverage: " + parts.joined(separator: "; ") + "\n"
  }

  package var json: JSONValue {
    .object([
      .init(key: "level", value: .string("note")), .init(key: "rule", value: .string("coverage")),
      .init(key: "marks", value: .number("\(marks)")), .init(key: "cut", value: .number("\(cut)")),
      .init(key: "left_out", value: .number("\(left)")),
      .init(key: "only_cut", value: .array(beyond.map(JSONValue.string))),
    ])
  }
}
