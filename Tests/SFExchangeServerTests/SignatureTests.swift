import SFExchange
import SFExchangeServer
import Testing

/// The known answers of the exchange's documentation, and that nothing near them passes.
@Suite struct SignatureTests {
  static let documented = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
  static let secret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
  static let publicKey: [UInt8] = [
    0x19, 0x42, 0x0a, 0xbf, 0xd7, 0x52, 0xa5, 0x65, 0xc1, 0x56, 0x25, 0xe9, 0xda, 0x6e, 0xaf, 0x00,
    0x86, 0xfc, 0x40, 0xc1, 0x49, 0x60, 0x18, 0x32, 0x14, 0x44, 0x2c, 0x14, 0x99, 0x6a, 0x80, 0x0d,
  ]
  static let hmac = ExchangeKey(text: "a", account: 0, signing: .hmac(secret: Array(secret.utf8)))
  static let ed25519 = ExchangeKey(
    text: "b", account: 0, signing: .ed25519(publicKey: publicKey))

  static let digests: [(String, String)] = [
    (
      "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559",
      "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71"
    ),
    (
      "symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559",
      "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3"
    ),
    (
      "apiKey=\(documented)&price=52000.00&quantity=0.01000000&recvWindow=100&side=SELL&symbol=BTCUSDT&timeInForce=GTC&timestamp=1645423376532&type=LIMIT",
      "aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24"
    ),
    (
      "apiKey=\(documented)&price=0.10000000&quantity=1.00000000&recvWindow=5000&side=BUY&symbol=１２３４５６&timeInForce=GTC&timestamp=1645423376532&type=LIMIT",
      "b33892ae8e687c939f4468c6268ddd4c40ac1af18ad19a064864c47bae0752cd"
    ),
    (
      "apiKey=\(documented)&timestamp=1747385641636",
      "681110a6057ad58657af22f5640fab9dd17418834cdfccdc81be8b0f7b2cde3e"
    ),
  ]

  static let signatures: [(String, String)] = [
    (
      "A\u{1}EXAMPLE\u{1}SPOT\u{1}1\u{1}20240627-11:17:25.223",
      "4MHXelVVcpkdwuLbl6n73HQUXUf1dse2PCgT1DYqW9w8AVZ1RACFGM+5UdlGPrQHrgtS3CvsRURC1oj73j8gCA=="
    ),
    (
      "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=0.2&timestamp=1668481559918&recvWindow=5000",
      "inDT086KVIP8vgUfw5sV3VTkescWztiAGlf4x8FLKHM4NInsn0c1kYVLoGMO8cyjfR6vmTku2YQE0gtfVVlfCw=="
    ),
    (
      "apiKey=4yNzx3yWC5bS6YTwEkSRaC0nRmSQIIStAUOh1b6kqaBrTLIhjCpI5lJH8q8R8WNO&timestamp=1747385641636",
      "Zbw3iSiivieZE4UTpDuG96UxHcy4OQRsgQipzzwJOkjFUsmKOGycHZig9Zl1lWuTspo8KSdtw5/fe4edF0GFBA=="
    ),
  ]

  @Test(arguments: digests)
  func `HMAC-SHA256, with digits of either case`(payload: String, digest: String) {
    let verifier = KeyVerifier()
    #expect(verifier.isSigned(Array(payload.utf8), digest, by: Self.hmac))
    #expect(verifier.isSigned(Array(payload.utf8), digest.uppercased(), by: Self.hmac))
    #expect(!verifier.isSigned(Array((payload + "0").utf8), digest, by: Self.hmac))
    #expect(!verifier.isSigned(Array(payload.utf8), String(digest.dropLast()), by: Self.hmac))
    #expect(!verifier.isSigned(Array(payload.utf8), digest.dropLast() + "x", by: Self.hmac))
    #expect(!verifier.isSigned(Array(payload.utf8), digest, by: Self.ed25519))
  }

  @Test(arguments: signatures)
  func `Ed25519`(payload: String, signature: String) {
    let verifier = KeyVerifier()
    #expect(verifier.isSigned(Array(payload.utf8), signature, by: Self.ed25519))
    #expect(!verifier.isSigned(Array((payload + "0").utf8), signature, by: Self.ed25519))
    #expect(!verifier.isSigned(Array(payload.utf8), signature.lowercased(), by: Self.ed25519))
    #expect(!verifier.isSigned(Array(payload.utf8), "", by: Self.ed25519))
    #expect(!verifier.isSigned(Array(payload.utf8), signature, by: Self.hmac))
  }
}
