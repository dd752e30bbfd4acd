import SFBinance
import SFCore
import SFWire

/// One thing that can be asked for or done.
struct APIEndpoint: Sendable {
  /// Answers; the account is that of who signed, and 0 where nothing is signed.
  typealias Answer =
    @Sendable (inout ExchangeAPI, RequestParameters, Int) throws(SpotRefusal) -> JSONValue

  let method: String
  let path: String
  let security: EndpointSecurity
  let weight: @Sendable (RequestParameters) -> Int
  /// Whether a success costs nothing.
  let isFreeWhenDone: Bool
  /// What it reads, beside what every signed request has.
  let parameters: [String]
  let answer: Answer

  init(
    _ method: String, _ path: String, _ security: EndpointSecurity = .none, weight: Int,
    isFreeWhenDone: Bool = false, reads parameters: [String] = [], _ answer: @escaping Answer
  ) {
    self.init(
      method, path, security, weighing: { _ in weight }, isFreeWhenDone: isFreeWhenDone,
      reads: parameters, answer)
  }

  init(
    _ method: String, _ path: String, _ security: EndpointSecurity = .none,
    weighing weight: @escaping @Sendable (RequestParameters) -> Int, isFreeWhenDone: Bool = false,
    reads parameters: [String] = [], _ answer: @escaping Answer
  ) {
    self.method = method
    self.path = path
    self.security = security
    self.weight = weight
    self.isFreeWhenDone = isFreeWhenDone
    self.parameters = parameters
    self.answer = answer
  }

  private static let ofSigned = ["timestamp", "recvWindow", "signature"]

  /// Refuses what nobody reads.
  func requireRead(
    _ parameters: RequestParameters, beside others: [String] = []
  ) throws(SpotRefusal) {
    let known = self.parameters + others + (security == .none ? [] : Self.ofSigned)
    let sent = parameters.names
    let read = sent.count { known.contains($0) }
    guard read == sent.count else {
      throw SpotRefusal(
        .unreadParameters,
        "Not all sent parameters were read; read '\(read)' parameter(s) but was sent "
          + "'\(sent.count)'.")
    }
  }

  static let all: [APIEndpoint] =
    ExchangeAPI.generalEndpoints + ExchangeAPI.marketEndpoints + ExchangeAPI.tickerEndpoints
    + ExchangeAPI.orderEndpoints + ExchangeAPI.replaceEndpoints + ExchangeAPI.orderQueryEndpoints
    + ExchangeAPI.accountEndpoints
    + ExchangeAPI.walletEndpoints
}
