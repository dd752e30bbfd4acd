import SFCore
import SFJournal
import SFRun
import SFTransport

/// When a child that died is started again, and when it is not.
///
/// Each pause is twice the one before, from 0.1 s to 30 s, until the stage is past the mark of its
/// death. Ten deaths at one mark are enough, and some exit codes say that the next time would be the
/// same.
package struct Supervision: Equatable, Sendable {
  /// Why a stage is not started again.
  package struct Failure: ReportableError, Equatable {
    package let exitStatus: ExitStatus
    package let message: String
    package let help: String?

    package init(_ exitStatus: ExitStatus, _ message: String, help: String? = nil) {
      self.exitStatus = exitStatus
      self.message = message
      self.help = help
    }

    package init(_ error: any ReportableError) {
      let place = (error as? InputError)?.place ?? (error as? JournalError)?.location
      self.init(
        error.exitStatus, (place.map { "\($0): " } ?? "") + error.message, help: error.help)
    }
  }

  package enum Verdict: Equatable {
    case restart(at: Moment)
    case fails(Failure)
  }

  /// Codes by which a child says that the same would come of it again.
  static let final: [ExitStatus] = [
    .usage, .badData, .bug, .protocolMismatch, .refused, .configuration,
  ]

  private static let (shortest, longest) = (TimeSpan.milliseconds(100), TimeSpan.seconds(30))
  private static let mostDeaths = 10

  private var pause = Supervision.shortest
  /// At the mark of the last death.
  private var deaths = 0
  private var place: Timestamp?

  /// How often it died in all.
  package private(set) var restarts = 0

  package init() {}

  /// The child has ended, and was not to; `head` is the last mark of its journal.
  package mutating func died(
    _ ending: ChildProcess.Ending, at head: Timestamp?, now: Moment
  ) -> Verdict {
    if case .status(let status) = ending, let code = ExitStatus(rawValue: status),
      Self.final.contains(code)
    {
      return .fails(Failure(code, "it ended with exit code \(status), \(code.meaning)"))
    }
    if deaths == 0 || place != head { (pause, deaths, place) = (Self.shortest, 0, head) }
    deaths += 1
    restarts += 1
    guard deaths < Self.mostDeaths else {
      return .fails(
        Failure(
          .bug,
          "it died \(deaths) times at \(head.map { "mark \($0)" } ?? "the start"), "
            + "the last time \(Self.words(ending))"))
    }
    defer { pause = min(Self.longest, TimeSpan(milliseconds: pause.milliseconds * 2)) }
    return .restart(at: now + pause)
  }

  /// How a child ended, in words.
  package static func words(_ ending: ChildProcess.Ending) -> String {
    switch ending {
    case .status(let status): "with exit code \(status)"
    case .signal(let number): "by signal \(number)"
    }
  }
}
