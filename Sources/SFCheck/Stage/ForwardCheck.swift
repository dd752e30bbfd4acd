import SFCore
import SFWire

/// What a stage did to the lines that it was to forward, and which lines are its own.
struct ForwardCheck {
  /// The lines of the output that the input does not have, by their number from 1.
  private(set) var ownLines: [Int] = []
  private(set) var findings: [StageFinding] = []

  private let probe: String
  private let input: [String]
  private let types: [String]
  private let output: [String]

  /// `forwards` are the types that the stage says it passes on.
  init(_ probe: Probe, output: [String], forwards: LineTypes) {
    self.probe = probe.name
    self.output = output
    var kept: [String] = []
    var names: [String] = []
    for line in probe.lines.dropFirst() {
      let name = Self.member("type", of: line) ?? ""
      guard forwards.contains(LineType(name: name)) else { continue }
      kept.append(line)
      names.append(name)
    }
    (input, types) = (kept, names)
    compare()
  }

  static func member(_ key: String, of line: String) -> String? {
    // A line that is no JSON has no members; that it is none is a finding of the stream check.
    try? Line.withLine(of: Array(line.utf8)) { try JSONValue($0) }[key]?.string
  }

  private mutating func add(_ rule: String, _ message: String, line: Int? = nil) {
    findings.append(StageFinding(probe: probe, line: line, rule: rule, message: message))
  }

  private mutating func compare() {
    var places: [String: Int] = [:]
    for (place, line) in input.enumerated() { places[line] = place }
    // Where each line of the input came out; the header is compared elsewhere.
    var found = [Int?](repeating: nil, count: input.count)
    var furthest = -1
    for (index, line) in output.enumerated() where !(index == 0 && isHeader(line)) {
      guard let place = places[line] else {
        ownLines.append(index + 1)
        continue
      }
      if found[place] != nil {
        add("doubled", "wrote a line twice: \(excerpt(line))", line: index + 1)
      } else if place < furthest {
        add(
          "reordered", "wrote a line later than those behind it: \(excerpt(line))", line: index + 1)
      }
      if found[place] == nil { found[place] = index + 1 }
      furthest = max(furthest, place)
    }
    // Own lines by what they are about, to tell a line that was changed from one that was dropped.
    var others: [String: [Int]] = [:]
    if found.contains(nil) {
      for own in ownLines.reversed() {
        others[subject(of: output[own - 1]), default: []].append(own)
      }
    }
    var changed: Set<Int> = []
    for place in input.indices where found[place] == nil {
      let own = others[subject(of: input[place])]?.popLast()
      if let own { changed.insert(own) }
      missing(place, changedIn: own)
    }
    ownLines.removeAll { changed.contains($0) }
  }

  private func isHeader(_ line: String) -> Bool { Self.member("type", of: line) == "header" }

  /// A line that did not come out: it was dropped, or written in another way.
  private mutating func missing(_ place: Int, changedIn own: Int?) {
    let (line, type) = (input[place], types[place])
    if let own {
      add(
        "changed",
        "changed a line that it had to forward byte for byte: \(excerpt(line)) became \(excerpt(output[own - 1]))",
        line: own)
    } else if LineType(name: type) == .unknown {
      add("unknown_type", "did not forward a line of the unknown type '\(type)': \(excerpt(line))")
    } else {
      add("dropped", "dropped a \(type) line: \(excerpt(line))")
    }
  }

  /// What a line is about: two lines with the same are the same line, written in two ways.
  private func subject(of line: String) -> String {
    // As above: a line that is no JSON is about nothing.
    guard let value = try? Line.withLine(of: Array(line.utf8), { try JSONValue($0) }) else {
      return ""
    }
    return ["type", "ts", "symbol", "interval", "detector", "n", "nested"]
      .map { value[$0]?.text ?? "" }.joined(separator: " ")
  }

  private func excerpt(_ line: String) -> String {
    line.count <= 100 ? line : line.prefix(99) + "…"
  }
}

/// What a stage breaks: with which stream, and in which line of its output where there is one.
package struct StageFinding: Equatable {
  var probe: String
  var line: Int?
  package var level = Finding.Level.error
  var rule: String
  var message: String

  package var text: String {
    let place = probe + (line.map { ":\($0)" } ?? "")
    return "\(place): \(level.rawValue): \(message)".shown(most: .max) + "\n"
  }

  package var json: String {
    var members: [(String, JSONValue)] = [("probe", .string(probe))]
    if let line { members.append(("line", .number("\(line)"))) }
    members += [
      ("level", .string(level.rawValue)), ("rule", .string(rule)), ("message", .string(message)),
    ]
    return JSONValue.object(members.map { JSONValue.Member(key: $0.0, value: $0.1) }).text + "\n"
  }
}
