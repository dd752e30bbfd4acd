import SFBinance
import SFHTTP
import SFWire

/// What Binance's answers to a change prove.
///
/// A 4xx proves a refusal where its code says so. Without a code so do those of the edge and of the
/// limits, which stand before the exchange. 409 says that one half of two was done.
public struct BinanceProof: ChangeProof {
  public init() {}

  /// Where the edge answers in the exchange's place, and where a limit of requests is broken.
  private static let before = [403, 418, 429]
  /// The most bytes of an answer to a change.
  private static let size = 1 << 20

  public func provesDone(_ answer: HTTPAnswer) -> Bool {
    do throws(UnreadableAnswer) {
      // An object, or the list of the orders that were canceled.
      let value = try JSONValue(answer: answer.body, ofAtMost: Self.size)
      return value.members != nil || value.array != nil
    } catch {
      return false
    }
  }

  public func provesRefusal(_ answer: HTTPAnswer) -> Bool {
    guard (400...499).contains(answer.status), answer.status != 409 else { return false }
    if Self.before.contains(answer.status) { return true }
    return ErrorReply(answer.body)?.provesRefusal ?? false
  }
}
