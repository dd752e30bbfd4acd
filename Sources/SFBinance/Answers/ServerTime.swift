import SFCore
import SFWire

/// The exchange's own time: `{"serverTime":1499827319559}`, in milliseconds since 1970.
public struct ServerTime: Equatable, Sendable {
  public let milliseconds: Int64

  /// The exchange opened in 2017.
  static let earliest: Int64 = 1_483_228_800_000
  /// 2100, exclusive: far enough from the end of the numbers that lengths can be added.
  static let latest: Int64 = 4_102_444_800_000

  /// Reads the body of an answer.
  package init(_ body: [UInt8]) throws(UnreadableAnswer) {
    let value = try JSONValue(answer: body, ofAtMost: RESTCall.timeSize)["serverTime"]
    guard let time = value?.integer, (Self.earliest..<Self.latest).contains(Int64(time)) else {
      throw UnreadableAnswer("found \(body.excerpt), expected the time of the exchange")
    }
    milliseconds = Int64(time)
  }
}
