import SFCore
import SFHTTP
import SFWire

/// What an answer means for the request: whether it is one, and if not, what to do.
///
/// Binance answers 429 when a limit of requests is broken and 418 when a caller went on all the
/// same; both say in `Retry-After` how many seconds to keep still. An error of the caller is 4xx
/// with `{"code":-1121,"msg":"Invalid symbol."}`, one of the exchange is 5xx.
package enum Verdict: Equatable {
  /// The body is what was asked for.
  case answered
  /// It is not there: status 404.
  case absent
  /// No request to this host before so many seconds have passed.
  case keepStill(seconds: Int, reason: String)
  /// The same request may do better later.
  case again(reason: String)
  /// It never will.
  case refused(ExchangeError)

  /// Where a limit was broken and the answer does not say how long to keep still: a window of the
  /// weight, and the shortest ban.
  private static let (window, ban) = (60, 120)

  package init(_ result: Result<HTTPAnswer, HTTPFailure>, url: String) {
    switch result {
    case .failure(let failure):
      self =
        failure.isPassing
        ? .again(reason: failure.reason)
        : .refused(ExchangeError(.unavailable, "cannot read \(url): \(failure.reason)"))
    case .success(let answer): self.init(answer, url: url)
    }
  }

  private init(_ answer: HTTPAnswer, url: String) {
    let words = ExchangeWords(answer.body)
    let reason = "HTTP \(answer.status)" + (words.map { ": \($0.text)" } ?? "")
    switch answer.status {
    case 200...299: self = .answered
    case 404 where words == nil: self = .absent
    case 418, 429:
      let said = answer.header("Retry-After").flatMap { Int($0) }.map { max(0, $0) }
      self = .keepStill(
        seconds: said ?? (answer.status == 429 ? Self.window : Self.ban), reason: reason)
    case 500...599, 408: self = .again(reason: reason)
    default:
      self = .refused(
        ExchangeError(
          Self.exitStatus(answer.status, words?.code), "the exchange refused \(url): \(reason)"))
    }
  }

  private static func exitStatus(_ status: Int, _ code: Int?) -> ExitStatus {
    switch (status, code) {
    case (_, invalidSymbol): .noInput
    case (401, _), (403, _), (451, _): .refused
    default: .unavailable
    }
  }

  private static let invalidSymbol = -1_121
}

/// What the exchange says of an error: its own code and text.
struct ExchangeWords: Equatable {
  let code: Int
  let message: String

  var text: String { "\(message) (code \(code))" }

  /// `nil` when the body is no such object.
  init?(_ body: [UInt8]) {
    do {
      let value = try JSONValue(answer: body)
      guard let code = value["code"]?.integer, let message = value["msg"]?.string else {
        return nil
      }
      self.code = code
      self.message = message
    } catch {
      return nil
    }
  }
}
