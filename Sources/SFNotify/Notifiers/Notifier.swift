import SFCore
import SFHTTP
import SFRun

/// Where notices go: a messenger, an address, a program.
///
/// A notifier is a configuration: what is secret stands in a file that it names, and is read when a
/// channel is opened.
public protocol Notifier: Component {
  /// The lowest level that it takes.
  var level: NoticeLevel { get }

  /// Reads what it needs; fails where that is not there (66), others can read it (77), or it is none
  /// (78).
  func open() throws -> NotifierChannel
}

/// A notifier that is ready: how a message becomes what is sent.
public struct NotifierChannel: Sendable {
  /// What is sent for a message.
  package enum Parcel: Sendable {
    case request(Change)
    /// The program of a command line, which finds the text at its input.
    case program(String, input: String)
  }

  /// What people call it; no secret.
  package let name: String
  /// What must be in no log, whoever says it.
  package let secrets: [String]
  /// The most units of UTF-16 that a message may have.
  package let mostUnits: Int
  package let parcel: @Sendable (NoticeMessage) -> Parcel

  /// A text that may be shown.
  package func shown(_ text: String) -> String {
    secrets.reduce(text) {
      $1.isEmpty
        ? $0 : $0.split(separator: $1, omittingEmptySubsequences: false).joined(separator: "…")
    }
    .shown()
  }

  /// The most bytes that an answer may have.
  package static let mostAnswer = 1 << 16
  /// How long a server may think, in milliseconds.
  package static let patience = 10_000

  package static func json(
    _ url: String, _ body: String, headers: [(name: String, value: String)] = []
  ) -> Parcel {
    .request(
      Change(
        .post, url: url, headers: [("Content-Type", "application/json; charset=utf-8")] + headers,
        body: Array(body.utf8), sizeLimit: mostAnswer, timeLimit: patience))
  }
}

extension Notifier {
  package static var levelParameter: Parameter {
    Parameter(
      "level", .choice(NoticeLevel.allCases.map(\.rawValue)), default: "info",
      "the lowest level that is sent: info, warning, error")
  }

  package static func level(_ arguments: Arguments) -> NoticeLevel {
    guard let level = NoticeLevel(rawValue: arguments.name("level")) else {
      preconditionFailure("the level was checked")
    }
    return level
  }
}
