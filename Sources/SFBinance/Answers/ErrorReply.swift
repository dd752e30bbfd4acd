import SFCore
import SFWire

/// What the exchange says of an error: `{"code":-1121,"msg":"Invalid symbol."}`.
package struct ErrorReply: Equatable, Sendable {
  package let code: ErrorCode
  package let message: String

  /// As a message shows it, in one line.
  package var text: String { "\(message.shown()) (code \(code.rawValue))" }

  /// The most bytes that such an answer has.
  private static let size = 1 << 16

  package init(_ code: ErrorCode, _ message: String) {
    self.code = code
    self.message = message
  }

  /// `nil` when the body is no such object.
  package init?(_ body: [UInt8]) {
    do throws(UnreadableAnswer) {
      let value = try JSONValue(answer: body, ofAtMost: Self.size)
      guard let code = value["code"]?.integer, let message = value["msg"]?.string else {
        return nil
      }
      self.code = ErrorCode(rawValue: code)
      self.message = message
    } catch {
      return nil
    }
  }
}

/// What went wrong, by the exchange's number; new ones may come.
package struct ErrorCode: RawRepresentable, Hashable, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }

  package static let tooManyRequests = ErrorCode(rawValue: -1_003)
  package static let filterFailure = ErrorCode(rawValue: -1_013)
  package static let tooManyOrders = ErrorCode(rawValue: -1_015)
  package static let outsideWindow = ErrorCode(rawValue: -1_021)
  package static let invalidSignature = ErrorCode(rawValue: -1_022)
  package static let invalidSymbol = ErrorCode(rawValue: -1_121)
  package static let orderRejected = ErrorCode(rawValue: -2_010)
  package static let badKeyFormat = ErrorCode(rawValue: -2_014)
  package static let rejectedKey = ErrorCode(rawValue: -2_015)

  /// What is wrong with a parameter.
  private static let parameters = -1_199...(-1_100)

  /// Whether it says that a request has changed nothing, whatever its message says.
  fileprivate var saysRefused: Bool {
    Self.parameters.contains(rawValue) || Self.refusals.contains(self)
  }

  private static let refusals: Set<ErrorCode> = [
    .tooManyRequests, .filterFailure, .tooManyOrders, .outsideWindow, .invalidSignature,
    .orderRejected, .badKeyFormat, .rejectedKey,
  ]
}

extension ErrorReply {
  /// Whether it proves that what was asked for has not been done.
  ///
  /// `-2010 Duplicate order sent.` proves the opposite: an order with this id is there. Of a cancel,
  /// -2011 and -2013 say that the order is not open, or not found yet: it may have been filled.
  package var provesRefusal: Bool {
    code.saysRefused && !(code == .orderRejected && message.hasPrefix("Duplicate order"))
  }
}
