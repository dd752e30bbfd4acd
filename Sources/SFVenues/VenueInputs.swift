import Logging
import SFBroker
import SFCommands
import SFCore
import SFRun
import SFTool
import SFTransport

/// What all venues read and keep alike.
extension StreamOptions {
  /// A stream that a venue reads, under the name that people are told.
  func source(_ name: String, _ path: String, _ log: Logger) throws -> CutNoting {
    CutNoting(
      "\(name) (\(path))",
      WireSource(
        try Endpoint.open(input: path, stop: Interruption.descriptor), policy: errors.policy,
        log: log))
  }
}

extension LedgerPage.Answered {
  /// The answers of a mark, as they are kept.
  init(_ text: [UInt8], of step: borrowing Step) {
    var answers: [Answer] = []
    for place in step.lines.indices {
      if let answer = step.answer(step.lines[place]) { answers.append(answer) }
    }
    self.init(at: step.ts, text: text, answers: answers, account: step.last(Account.self))
  }
}
