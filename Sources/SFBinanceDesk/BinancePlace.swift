import SFCore
import SFHTTP

/// Where an exchange is.
package enum BinancePlace: String, CaseIterable, Sendable {
  case testnet, demo, live

  package var addresses: BinanceAddresses {
    switch self {
    case .testnet:
      BinanceAddresses(
        rest: "https://testnet.binance.vision",
        socket: "wss://ws-api.testnet.binance.vision/ws-api/v3")
    case .demo:
      BinanceAddresses(
        rest: "https://demo-api.binance.com", socket: "wss://demo-ws-api.binance.com/ws-api/v3")
    case .live:
      BinanceAddresses(
        rest: "https://api.binance.com", socket: "wss://ws-api.binance.com:443/ws-api/v3")
    }
  }
}

/// The addresses of an exchange.
package struct BinanceAddresses: Hashable, Sendable {
  /// Without the path of the API.
  package var rest: String
  /// Of the API that stays open.
  package var socket: String

  /// Whether real money may be there: whatever is neither this machine nor known to have none. An
  /// address that is none is refused elsewhere.
  package var mayBeLive: Bool {
    [rest, socket].contains { address in
      guard let host = Self.host(of: address) else { return true }
      return !Self.isHere(host) && !Self.playgrounds.contains(host)
    }
  }

  private static let playgrounds = Set(
    [BinancePlace.testnet, .demo].flatMap { place in
      [place.addresses.rest, place.addresses.socket].compactMap(host)
    })

  private static func host(of address: String) -> String? {
    let http = address.hasPrefix("ws") ? "http" + address.dropFirst(2) : address
    return HostAddress(http)?.host
  }

  private static func isHere(_ host: String) -> Bool {
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return host == "localhost" || host == "[::1]" || host == "::1"
      || numbers.count == 4 && numbers.first == 127 && !numbers.contains(nil)
  }
}
