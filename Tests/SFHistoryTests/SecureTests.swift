import Foundation
import SFTestSupport
import Testing

/// TLS and proxies: a certificate that another program made, a handshake that another library does.
@Suite struct SecureTests {
  private static let hasOpenSSL = Shell.has("openssl")

  private func command(_ url: String, _ options: String = "") -> String {
    "sf-ingest binance --symbols BTCUSDT --interval 1m --from 2024-01-01 --to 2024-01-02 "
      + "--base-url \(url) --retries 1 --backoff 1ms \(options)"
  }

  @Test(.enabled(if: hasOpenSSL, "needs openssl"))
  func `TLS is verified: the authority, and the name`() throws {
    let exchange = try ExchangeServer(DownloadTests.market())
    let certificates = try Certificates(for: ["localhost", "other.example"])
    let right = try Relay(.tls(name: "localhost", certificates), to: exchange.server.port)
    let wrong = try Relay(.tls(name: "other.example", certificates), to: exchange.server.port)
    try Workplace.with { place in
      let trusted = try place.run(
        command("https://localhost:\(right.port)", "--cacert \(certificates.authority)"))
      #expect(trusted.status == 0, "\(trusted.error)")
      #expect(lines("bar", in: trusted.output).count == 1_440)
      let asked = exchange.server.requests.count
      for (port, options) in [
        (right.port, ""), (wrong.port, "--cacert \(certificates.authority)"),
      ] {
        let refused = try place.run(command("https://localhost:\(port)", options))
        #expect(refused.status == 69 && refused.output.isEmpty)
        #expect(refused.error.contains("cannot read https://localhost"), "\(refused.error)")
        #expect(refused.error.contains("certificate"), "\(refused.error)")
        #expect(!refused.error.contains("tries again"), "\(refused.error)")
      }
      #expect(exchange.server.requests.count == asked)
      let absent = try place.run(command("https://localhost:\(right.port)", "--cacert none.pem"))
      #expect(absent.status == 69 && absent.error.contains("none.pem"), "\(absent.error)")
    }
  }

  /// The name is the exchange's own: only the proxy knows where it leads.
  @Test(.enabled(if: hasOpenSSL, "needs openssl"))
  func `HTTPS_PROXY is used, for the exchange and its archives`() throws {
    let exchange = try ExchangeServer(DownloadTests.market())
    let name = "api.binance.com"
    let certificates = try Certificates(for: [name])
    let tls = try Relay(.tls(name: name, certificates), to: exchange.server.port)
    let proxy = try Relay(.proxy, to: tls.port)
    try Workplace.with { place in
      for variable in ["HTTPS_PROXY", "https_proxy"] {
        let result = try place.run(
          command("https://\(name)", "--cacert \(certificates.authority)"),
          environment: [variable: "http://127.0.0.1:\(proxy.port)", "NO_PROXY": ""])
        #expect(result.status == 0, "\(result.error)")
        #expect(lines("bar", in: result.output).count == 1_440)
      }
    }
  }

  @Test func `TLS is not left for a redirect`() throws {
    let exchange = try ExchangeServer(DownloadTests.market())
    let other = try ExchangeServer(DownloadTests.market()) { request in
      .redirect(to: "\(exchange.url)\(request.path)")
    }
    let certificates = try Certificates(for: ["localhost"])
    let tls = try Relay(.tls(name: "localhost", certificates), to: other.server.port)
    try Workplace.with { place in
      let result = try place.run(
        command("https://localhost:\(tls.port)", "--cacert \(certificates.authority)"))
      #expect(result.status == 69 && exchange.server.requests.isEmpty, "\(result.error)")
    }
  }
}
