import SFBinance
import SFCore
import SFHTTP

/// What Binance says with the status, the headers and the body of an answer.
///
/// It answers 429 when a limit of requests is broken and 418 when a caller went on all the same;
/// both say in `Retry-After` how many seconds to keep still. An error of the caller is 4xx with
/// `{"code":-1121,"msg":"Invalid symbol."}`, one of the exchange is 5xx. What has been used of the
/// weight of this minute is in `X-MBX-USED-WEIGHT-1M`.
public struct BinanceRules: HostRules {
  public var name: String { "the exchange" }

  /// Where a limit was broken and the answer does not say how long to keep still: a window of the
  /// weight, and the shortest ban.
  private static let (window, ban) = (60, 120)

  public init() {}

  public func usedWeight(_ answer: HTTPAnswer) -> Int? {
    answer.header("X-MBX-USED-WEIGHT-1M").flatMap { Int($0) }
  }

  public func verdict(on answer: HTTPAnswer, url: String) -> Verdict {
    if (200...299).contains(answer.status) { return .answered }
    let error = ErrorReply(answer.body)
    let reason = "HTTP \(answer.status)" + (error.map { ": \($0.text)" } ?? "")
    switch answer.status {
    case 404 where error == nil: return .absent
    case 418, 429:
      let pause = answer.retryAfter ?? (answer.status == 429 ? Self.window : Self.ban)
      return .keepStill(seconds: pause, reason: reason)
    case 500...599, 408: return .again(reason: reason)
    default:
      return .refused(
        HostError(
          Self.exitStatus(answer.status, error?.code), "the exchange refused \(url): \(reason)"))
    }
  }

  private static func exitStatus(_ status: Int, _ code: ErrorCode?) -> ExitStatus {
    switch (status, code) {
    case (_, .invalidSymbol?): .noInput
    case (401, _), (403, _), (451, _): .refused
    default: .unavailable
    }
  }
}
