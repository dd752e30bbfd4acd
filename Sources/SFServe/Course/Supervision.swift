import SFCore
import SFJournal
import SFRun
import SFTransport

/// When a child that died is started again, and when it is not.
///
/// Each pause is twice the one before, from 0.1 s to 30 s, until the stage is past the mark of its
/// death. Ten deaths at one mark are enough, and some exit codes say that the next time would be the
/// same. Who lacks a service is started for as long as it takes: no start mends that, and none harms.
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
    .usage, .badData, .noInput, .bug, .protocolMismatch, .refused, .configuration,
  ]

  /// Codes by which a child says that something else is not there yet: they are no deaths of its own.
  static let passing: [ExitStatus] = [.unavailable, .tryAgain]

  private static let (shortest, longest) = (TimeSpan.milliseconds(100), TimeSpan.seconds(30))
  private static let mostDeaths = 10

  private var pause = Supervision.shortest
  /// At the mark of the last death.
  private var deaths = 0
  private var place: Timestamp?
  /// Whether it has ended at all, and so `place` is one.
  private var hasEnded = false
  private let waitsForServices: Bool

  /// How often it died in all.
  package private(set) var restarts = 0

  /// `waitsForServices`: whether a child that lacks a service is started for ever.
  package init(waitsForServices: Bool = true) { self.waitsForServices = waitsForServices }

  /// The child has ended, and was not to; `head` is the last mark of its journal, `words` what it said
  /// last.
  package mutating func died(
    _ ending: ChildProcess.Ending, at head: Timestamp?, now: Moment, saying words: String? = nil
  ) -> Verdict {
    let code = Self.code(ending)
    if let code, Self.final.contains(code) {
      let sentence = "it ended with exit code \(code.rawValue), \(code.meaning)"
      return .fails(Failure(code, words.map { "\(sentence): \($0)" } ?? sentence))
    }
    if !hasEnded || place != head { (pause, deaths, place) = (Self.shortest, 0, head) }
    hasEnded = true
    restarts += 1
    let isPassing = waitsForServices && code.map(Self.passing.contains) ?? false
    if !isPassing { deaths += 1 }
    guard deaths < Self.mostDeaths else {
      return .fails(
        Failure(
          .bug,
          "it died \(deaths) times at \(head.map { "mark \($0)" } ?? "the start"), "
            + "the last time \(Self.words(ending))" + (words.map { ": \($0)" } ?? "")))
    }
    defer { pause = min(Self.longest, TimeSpan(milliseconds: pause.milliseconds * 2)) }
    return .restart(at: now + pause)
  }

  private static func code(_ ending: ChildProcess.Ending) -> ExitStatus? {
    if case .status(let status) = ending { return ExitStatus(rawValue: status) }
    return nil
  }

  /// How a child ended, in words.
  package static func words(_ ending: ChildProcess.Ending) -> String {
    switch ending {
    // Whose stream has an end is not asked how it ended.
    case .status(0): "with exit code 0 before its stream had an end"
    case .status(let status): "with exit code \(status)"
    case .signal(let number): "by signal \(number)"
    }
  }
}
