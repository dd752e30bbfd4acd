import SFCore
import SFLedger
import SFRun
import SFWire

/// Takes the words of a person for the venues of sessions: what `sf-broker halt` and its like do.
struct ControlDesk: Sendable {
  /// The directories of the sessions that may be spoken to.
  let sessions: [String]

  struct Answer {
    let isDone: Bool
    let text: String
  }

  private static let actions: [Control.Action] = [.halt, .reduce, .resume, .exit]

  /// What a request asks for: it must say, letter by letter, what is to be done.
  func answer(_ body: [UInt8]) -> Answer {
    // What is no JSON is answered below, as one without an action.
    let request = try? JSONValue(text: body)
    guard let name = request?["action"]?.string, let action = Control.Action(rawValue: name),
      Self.actions.contains(action)
    else { return refused("found no action, expected halt, reduce, resume or exit") }
    guard let session = request?["session"]?.string, sessions.contains(session) else {
      return refused("found no session that is watched, expected one of its directories")
    }
    let target = request?["target"]?.string
    guard (action == .exit) == (target != nil) else {
      return refused(action == .exit ? "exit needs a position" : "only exit takes a position")
    }
    guard let reason = request?["reason"]?.string, !reason.isEmpty, reason.utf8.count <= 400 else {
      return refused("found no reason, expected a sentence for the record")
    }
    let word = "\(action.rawValue) \(target ?? session)"
    guard request?["confirm"]?.string == word else {
      return refused("found another confirmation, expected '\(word)'")
    }
    do {
      let control = Control(action: action, target: target, reason: reason, who: "monitor")
      return Answer(isDone: true, text: try say(control, in: session))
    } catch let error as any ReportableError {
      return refused(error.message)
    } catch { return refused("\(error)") }
  }

  /// Writes a word into the ledger of a session, and reads back that it waits there.
  func say(_ control: Control, in session: String) throws -> String {
    let ledger = try Ledger(LedgerPlace.path(of: session), .person)
    try ledger.say(control, wall: SystemClock().time)
    let waiting = try ledger.unheard().count { $0.control == control }
    let word = "\(control.action.rawValue) \(control.target ?? session)"
    return waiting > 0
      ? "\(word): it stands in the ledger, the venue takes it at its next mark"
      : "\(word): the venue has taken it"
  }

  private func refused(_ text: String) -> Answer { Answer(isDone: false, text: text) }
}
