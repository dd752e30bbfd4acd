import SFCore

/// A request that changes something: an order, or the end of one.
///
/// It is no query, and nothing that repeats queries takes it. Signed, it is a value that cannot be
/// copied and that sending consumes: whoever wants to send it again has to decide so again.
package struct BinanceChange: Hashable, Sendable {
  package enum Method: String, Sendable {
    case post = "POST"
    case delete = "DELETE"
  }

  package let method: Method
  package let path: String
  package let fields: [RequestField]

  /// A new order, whose form says what the exchange must be told.
  package static func place(_ form: OrderForm) -> BinanceChange {
    BinanceChange(method: .post, path: "/api/v3/order", fields: form.fields)
  }

  package static func cancel(_ symbol: Symbol, clientID: String) -> BinanceChange {
    BinanceChange(
      method: .delete, path: "/api/v3/order",
      fields: [RequestField("symbol", symbol.text), RequestField("origClientOrderId", clientID)])
  }

  /// All open orders of a symbol.
  package static func cancelAll(_ symbol: Symbol) -> BinanceChange {
    BinanceChange(
      method: .delete, path: "/api/v3/openOrders", fields: [RequestField("symbol", symbol.text)])
  }

  /// One order in place of another, which must have been canceled first, and have filled nothing.
  package static func replace(clientID: String, with form: OrderForm) -> BinanceChange {
    BinanceChange(
      method: .post, path: "/api/v3/order/cancelReplace",
      fields: form.fields + [
        RequestField("cancelReplaceMode", "STOP_ON_FAILURE"),
        RequestField("cancelOrigClientOrderId", clientID),
        RequestField("cancelRestrictions", "ONLY_NEW"),
      ])
  }

  /// The form of the request, signed for a time of the exchange, to be sent once.
  package func signed(
    by signer: RequestSigner, at time: Timestamp, receiveWindow: Int64
  ) -> SignedChange {
    SignedChange(self, signer.signed(fields + RequestField.times(time, receiveWindow)))
  }

  /// Whether it counts against the limits of orders.
  var isOrder: Bool { method == .post }

  /// As `-n` shows it: whole, but for what signs it.
  package var text: String { "\(method.rawValue) \(path) \(RequestSigner.payload(fields))" }
}

/// A change that can be sent once.
package struct SignedChange: ~Copyable, Sendable {
  package let change: BinanceChange
  private let form: String

  fileprivate init(_ change: BinanceChange, _ form: String) {
    self.change = change
    self.form = form
  }

  /// The form, for whoever sends it now.
  package consuming func take() -> String { form }
}
