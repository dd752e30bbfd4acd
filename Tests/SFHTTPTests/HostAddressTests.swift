import SFHTTP
import Testing

@Suite struct HostAddressTests {
  @Test(arguments: [
    ("http://a.example/x", "http://a.example/y", true),
    ("http://a.example", "http://A.EXAMPLE:8080/", true),
    ("http://a.example", "https://a.example/", true),
    ("https://a.example", "http://a.example/", false),
    ("https://a.example", "https://b.example/", false),
    ("https://a.example", "https://a.example.evil/", false),
    ("https://a.example", "https://a.example@evil/", false),
    ("https://a.example", "https://user:a.example@evil/", false),
    ("https://a.example", "https://127.0.0.1/", false),
    ("http://[::1]:80/", "http://[::1]/", true),
  ])
  func `a redirect stays with its host, and with TLS`(
    from: String, to: String, may: Bool
  ) throws {
    let from = try #require(HostAddress(from))
    let to = try #require(HostAddress(to))
    #expect(from.mayRedirect(to: to) == may)
  }

  @Test(arguments: ["ftp://a.example/x", "file:///etc/passwd", "", "a b", "http://"])
  func `what is no URL of HTTP names no host`(url: String) { #expect(HostAddress(url) == nil) }
}
