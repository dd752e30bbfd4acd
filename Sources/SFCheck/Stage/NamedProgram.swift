import SFCore
import SFRun
import SFTransport

/// A program that the user has named behind `--`, to be looked at.
package struct NamedProgram {
  package let words: [String]
  private let clock: any Clock

  package init(_ words: [String], _ clock: any Clock) {
    self.words = words
    self.clock = clock
  }

  package func start() throws -> PipedProcess {
    do { return try PipedProcess(words, clock) } catch let failure as StartFailure
      where failure.isMissing
    {
      throw TransportError(
        failure.exitStatus, failure.message,
        help: "give the program behind --, for example: -- python3 stage.py")
    }
  }

  /// What it writes for an input; one that hangs or fails could not be looked at.
  package func output(for input: [UInt8], patience: TimeSpan) throws -> [UInt8] {
    let child = try start()
    child.give(input)
    child.closeInput()
    let served = child.serve(patience: patience, until: { _ in false })
    if served == .tooMuch {
      child.kill()
      throw TransportError(.unavailable, "'\(words[0])': \(child.excess)")
    }
    guard served == .done else {
      child.kill()
      throw TransportError(
        .unavailable,
        "'\(words[0])' did not end within \(patience.inSeconds) after its input had ended, or "
          + "stopped reading it")
    }
    guard child.status == 0 else {
      let said = child.lastErrorLine
      throw TransportError(
        .unavailable,
        "'\(words[0])' ended with status \(child.status ?? 0), expected 0"
          + (said.isEmpty ? "" : "; it said: \(said)"))
    }
    return child.output
  }
}
