import SFCore
import SFTransport
import SFWire

/// Runs a foreign stage on streams that are known and says what it breaks.
package struct StageCheck {
  let program: NamedProgram
  /// The types that the stage passes on.
  let forwards: LineTypes
  /// How long nothing may move before the stage counts as stuck.
  let patience: TimeSpan
  /// A stream of the user's, in place of the one that is made.
  let sample: Probe?

  /// The same complaint about many lines is one complaint.
  private static let mostAlike = 3

  package init(
    _ program: NamedProgram, forwards: LineTypes, patience: TimeSpan, sample: Probe?
  ) {
    self.program = program
    self.forwards = forwards
    self.patience = patience
    self.sample = sample
  }

  package func run() throws -> [StageFinding] {
    var findings: [StageFinding] = []
    let plain = sample ?? .plain
    findings += try whole(plain)
    // A stage that fails on the plain stream would say the same five times over.
    let fatal = ["output", "status", "stuck"]
    if findings.contains(where: { fatal.contains($0.rule) }) { return findings }
    findings += try repeated(plain)
    findings += try live(plain)
    findings += try whole(.bare)
    findings += try empty()
    findings += try cut(sample.map { Probe(name: "cut", lines: $0.lines.dropLast()) } ?? .cut)
    if sample == nil { findings += try whole(.large) }
    return Self.shortened(findings)
  }

  /// Gives a whole stream at once and judges all that comes out.
  private func whole(_ probe: Probe) throws -> [StageFinding] {
    let (child, findings) = try output(of: probe)
    guard findings.isEmpty else { return findings }
    let lines = Self.lines(child.output)
    let forwarding = ForwardCheck(probe, output: lines, forwards: forwards)
    var result = forwarding.findings
    if forwards.contains(.header) { result += HeaderCheck.findings(probe, lines) }
    result += validity(probe, child.output, Set(forwarding.ownLines), result)
    return result
  }

  /// Runs the stage over a stream; findings when it hangs or fails.
  private func output(of probe: Probe) throws -> (PipedProcess, [StageFinding]) {
    let child = try program.start()
    child.give(probe.text)
    child.closeInput()
    let served = child.serve(patience: patience, until: { _ in false })
    guard served == .done else {
      child.kill()
      return (child, [unfinished(probe, served, child, "had ended, or stopped reading it")])
    }
    return (child, status(child, probe))
  }

  /// A program that did not come to its end; `when` says what its input did.
  private func unfinished(
    _ probe: Probe, _ served: PipedProcess.Served, _ child: PipedProcess, _ when: String
  ) -> StageFinding {
    served == .tooMuch
      ? finding(probe, "output", child.excess)
      : finding(
        probe, "stuck", "did not end within \(patience.inSeconds) after its input \(when)")
  }

  private func status(_ child: PipedProcess, _ probe: Probe) -> [StageFinding] {
    guard let status = child.status, status != 0 else { return [] }
    let said = child.lastErrorLine
    return [
      finding(
        probe, "status",
        "ended with status \(status), expected 0" + (said.isEmpty ? "" : "; it said: \(said)"))
    ]
  }

  private func finding(
    _ probe: Probe, _ rule: String, _ message: String, line: Int? = nil
  ) -> StageFinding {
    StageFinding(probe: probe.name, line: line, rule: rule, message: message)
  }

  /// What the wire page has to say about the stage's own lines, and about the stream as a whole.
  private func validity(
    _ probe: Probe, _ output: [UInt8], _ own: Set<Int>, _ known: [StageFinding]
  ) -> [StageFinding] {
    var check = StreamCheck()
    var found: [Finding] = []
    for (index, line) in Self.lines(output).enumerated() {
      Line.withLine(of: Array(line.utf8)) { check.take($0, number: index + 1) }
      found += check.takeFindings()
    }
    check.finish()
    found += check.takeFindings()
    // Lines that were dropped or moved explain what is wrong with those around them.
    let isDisturbed = !known.isEmpty || forwards != .all
    return found.filter { own.contains($0.line) || !isDisturbed && $0.level == .error }.map {
      StageFinding(
        probe: probe.name, line: $0.line, level: $0.level, rule: $0.rule, message: $0.message)
    }
  }

  /// The same bytes in must give the same bytes out.
  private func repeated(_ probe: Probe) throws -> [StageFinding] {
    let (first, second) = (try output(of: probe).0, try output(of: probe).0)
    guard first.output != second.output else { return [] }
    let (a, b) = (Self.lines(first.output), Self.lines(second.output))
    let line = zip(a, b).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    return [
      finding(
        probe, "random", "wrote other bytes in a second run, expected the same",
        line: (line ?? min(a.count, b.count)) + 1)
    ]
  }

  /// Gives one step at a time and waits for its mark while the input stays open.
  private func live(_ probe: Probe) throws -> [StageFinding] {
    guard forwards.contains(.mark) else { return [] }
    let child = try program.start()
    defer { child.kill() }
    var step: [UInt8] = []
    var marks = 0
    for line in probe.lines {
      step += Array(line.utf8) + [10]
      guard ForwardCheck.member("type", of: line) == "mark" else { continue }
      marks += 1
      child.give(step)
      step = []
      let isBack = { (child: PipedProcess) in Self.lines(child.output).contains(line) }
      guard child.serve(patience: patience, until: isBack) == .done, isBack(child) else {
        return [
          StageFinding(
            probe: "live", rule: "flush",
            message:
              "held mark \(marks) back for \(patience.inSeconds) while its input was open, expected it at once: flush at every mark"
          )
        ]
      }
      if marks == 3 { break }
    }
    return []
  }

  /// Nothing in: nothing out, or a stream without steps.
  private func empty() throws -> [StageFinding] {
    let (child, findings) = try output(of: .empty)
    guard findings.isEmpty, !child.output.isEmpty else { return findings }
    let lines = Self.lines(child.output)
    return validity(.empty, child.output, Set(lines.indices.map { $0 + 1 }), [])
  }

  /// A stream that was cut has no end, and nobody makes one up.
  private func cut(_ probe: Probe) throws -> [StageFinding] {
    let child = try program.start()
    child.give(probe.text)
    child.closeInput()
    let served = child.serve(patience: patience, until: { _ in false })
    guard served == .done else {
      child.kill()
      return [unfinished(probe, served, child, "was cut")]
    }
    let lines = Self.lines(child.output)
    guard let place = lines.firstIndex(where: { ForwardCheck.member("type", of: $0) == "end" })
    else { return [] }
    return [
      finding(
        probe, "end", "made up an end for a stream that was cut, expected none", line: place + 1)
    ]
  }

  static func lines(_ bytes: [UInt8]) -> [String] {
    var lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  /// The first few of each kind, and how many more there are.
  private static func shortened(_ findings: [StageFinding]) -> [StageFinding] {
    var counts: [String: Int] = [:]
    var result: [StageFinding] = []
    var warnings: Set<String> = []
    for finding in findings {
      // What is only a pity is said once, not for every stream.
      if finding.level == .warning, !warnings.insert(finding.rule + finding.message).inserted {
        continue
      }
      let kind = finding.probe + " " + finding.rule
      counts[kind, default: 0] += 1
      if counts[kind, default: 0] <= mostAlike { result.append(finding) }
    }
    return result.map { finding in
      let kind = finding.probe + " " + finding.rule
      let more = counts[kind, default: 0] - mostAlike
      guard more > 0, finding == result.last(where: { $0.probe + " " + $0.rule == kind }) else {
        return finding
      }
      var last = finding
      last.message += " (and \(more) more like it)"
      return last
    }
  }
}
