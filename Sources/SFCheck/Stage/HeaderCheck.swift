import SFCore
import SFWire

/// Whether a stage kept the header that it was given and added itself.
enum HeaderCheck {
  static func findings(_ probe: Probe, _ output: [String]) -> [StageFinding] {
    guard let given = probe.lines.first.flatMap(tree), given["type"]?.string == "header" else {
      return []
    }
    func finding(_ level: Finding.Level, _ message: String) -> [StageFinding] {
      [StageFinding(probe: probe.name, line: 1, level: level, rule: "header", message: message)]
    }
    guard let first = output.first.flatMap(tree), first["type"]?.string == "header" else {
      return finding(.error, "did not keep the header, expected it as the first line")
    }
    let stages = given["stages"]?.array ?? []
    let kept = first["stages"]?.array ?? []
    guard first["protocol"] == given["protocol"], kept.count >= stages.count,
      Array(kept.prefix(stages.count)) == stages
    else {
      return finding(.error, "changed what the stages before it say in the header")
    }
    if kept.count == stages.count {
      return finding(
        .warning,
        "did not add itself to the stages of the header: {\"name\":…,\"version\":…,\"config\":{…}}")
    }
    if kept.count > stages.count + 1 {
      return finding(
        .warning, "added \(kept.count - stages.count) stages to the header, expected itself alone")
    }
    return []
  }

  private static func tree(_ line: String) -> JSONValue? {
    // A header that is no JSON is a finding of the stream check.
    try? Line.withLine(of: Array(line.utf8)) { try JSONValue($0) }
  }
}
