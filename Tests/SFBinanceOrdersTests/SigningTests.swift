import SFBinanceOrders
import SFCore
import Testing

/// Signatures, held against what the exchange documents and what OpenSSL makes of the same bytes.
@Suite struct SigningTests {
  /// Of the exchange's documentation: no account has it.
  private static let name = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
  private static let secret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
  private static let privateKey = "MC4CAQAwBQYDK2VwBCIEIIJEYWtGBrhACmb9Dvy+qa8WEf0lQOl1s4CLIAB9m89u"
  private static let nameOfPrivateKey =
    "4yNzx3yWC5bS6YTwEkSRaC0nRmSQIIStAUOh1b6kqaBrTLIhjCpI5lJH8q8R8WNO"

  private func hmac() -> RequestSigner {
    RequestSigner(AccountKey(Self.name, hmac: HiddenBytes(Self.secret)))
  }

  private func ed25519() throws -> AccountKey {
    try AccountText.key(
      "key: \(Self.nameOfPrivateKey)\nprivate_key: \(Self.privateKey)\n", from: "account")
  }

  /// `name=value` pairs, numbers as numbers.
  private func fields(_ text: String) -> [RequestField] {
    text.split(separator: "&").map { pair in
      let sides = pair.split(separator: "=").map(String.init)
      return Int64(sides[1]).map { RequestField(sides[0], $0) } ?? RequestField(sides[0], sides[1])
    }
  }

  private static let order =
    "side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559"

  @Test(arguments: [
    ("LTCBTC", "LTCBTC", "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71"),
    (
      "１２３４５６", "%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96",
      "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3"
    ),
  ])
  func `REST encodes, then signs`(symbol: String, encoded: String, signature: String) {
    let text = hmac().signed(fields("symbol=\(symbol)&" + Self.order))
    #expect(text == "symbol=\(encoded)&\(Self.order)&signature=\(signature)")
  }

  @Test(arguments: [
    (
      "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.01000000&price=52000.00"
        + "&recvWindow=100&timestamp=1645423376532",
      "aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24"
    ),
    (
      "symbol=１２３４５６&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1.00000000&price=0.10000000"
        + "&recvWindow=5000&timestamp=1645423376532",
      "b33892ae8e687c939f4468c6268ddd4c40ac1af18ad19a064864c47bae0752cd"
    ),
    (
      "timestamp=1747385641636", "681110a6057ad58657af22f5640fab9dd17418834cdfccdc81be8b0f7b2cde3e"
    ),
  ])
  func `the WebSocket API sorts, and signs raw text`(text: String, signature: String) {
    let signed = hmac().signedForSocket(fields(text))
    #expect(signed.last == RequestField("signature", signature))
    #expect(signed.dropLast().map(\.name) == signed.dropLast().map(\.name).sorted())
  }

  @Test(arguments: [
    (
      "A\u{1}EXAMPLE\u{1}SPOT\u{1}1\u{1}20240627-11:17:25.223",
      "4MHXelVVcpkdwuLbl6n73HQUXUf1dse2PCgT1DYqW9w8AVZ1RACFGM+5UdlGPrQHrgtS3CvsRURC1oj73j8gCA=="
    ),
    (
      "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=0.2"
        + "&timestamp=1668481559918&recvWindow=5000",
      "inDT086KVIP8vgUfw5sV3VTkescWztiAGlf4x8FLKHM4NInsn0c1kYVLoGMO8cyjfR6vmTku2YQE0gtfVVlfCw=="
    ),
  ])
  func `Ed25519 signs the bytes`(text: String, signature: String) throws {
    #expect(try ed25519().signature(of: Array(text.utf8)) == signature)
  }

  @Test func `base64 is encoded once it is in a query, and raw in a message`() throws {
    let raw =
      "Zbw3iSiivieZE4UTpDuG96UxHcy4OQRsgQipzzwJOkjFUsmKOGycHZig9Zl1lWuTspo8KSdtw5/fe4edF0GFBA=="
    let signer = RequestSigner(try ed25519())
    let fields = [RequestField("timestamp", 1_747_385_641_636)]
    #expect(signer.signedForSocket(fields).last == RequestField("signature", raw))
    let query = signer.signed(fields)
    #expect(query.hasSuffix("%3D%3D") && !query.contains("+") && !query.contains("/"))
  }

  @Test func `flags are signed as JSON writes them`() {
    #expect(RequestSigner.payload([RequestField("a", .flag(false))]) == "a=false")
  }

  // MARK: What nobody is shown

  @Test func `no way to print a key shows it`() throws {
    let keys: [Any] = [
      AccountKey(Self.name, hmac: HiddenBytes(Self.secret)), hmac(), try ed25519(),
      [AccountKey(Self.name, hmac: HiddenBytes(Self.secret))], HiddenBytes(Self.secret),
    ]
    for key in keys {
      var dumped = ""
      dump(key, to: &dumped)
      for text in ["\(key)", String(reflecting: key), String(describing: key), dumped] {
        #expect(text.contains("(hidden)"))
        for secret in [Self.name, Self.secret, Self.nameOfPrivateKey, "130, 68, 97", "78, 104"] {
          #expect(!text.contains(secret.prefix(12)), "\(text)")
        }
      }
    }
  }

  @Test(arguments: [
    ("", "found no key in 'account'"),
    ("key: abc\n", "found no secret and no private_key"),
    ("key: abc\nsecret: hush\nprivate_key: hush\n", "found no secret and no private_key"),
    ("key: abc\nprivate_key: hush\n", "expected one of Ed25519"),
    ("key: abc\nprivate_key: aHVzaA==\n", "expected one of Ed25519"),
    ("key: abc\nhush\n", "account:2: found another line"),
    ("key: abc\nsecret: hush\nsecret: hush\n", "account:3: found another line"),
    ("key: abc\nsecret: hush hush\n", "found no secret"),
  ])
  func `a file that is none is refused without its text`(text: String, says: String) {
    let error = #expect(throws: StageError.self) {
      try AccountText.key(text, from: "account")
    }
    #expect(error?.exitStatus == .configuration)
    #expect(error.map { "\($0.message)".contains(says) && !"\($0)".contains("hush") } == true)
  }

  // MARK: Requests

  @Test func `client ids are legal, and tell orders apart`() {
    let id = ClientID.of(account: "a", session: "s", order: "o", attempt: 1)
    #expect(id == ClientID.of(account: "a", session: "s", order: "o", attempt: 1))
    #expect(id.hasPrefix("sf") && id.utf8.count == 28)
    #expect(id.utf8.allSatisfy { (97...122).contains($0) || (50...55).contains($0) })
    let others = [
      ClientID.of(account: "b", session: "s", order: "o", attempt: 1),
      ClientID.of(account: "a", session: "t", order: "o", attempt: 1),
      ClientID.of(account: "a", session: "s", order: "p", attempt: 1),
      ClientID.of(account: "a", session: "s", order: "o", attempt: 2),
      ClientID.of(account: "as", session: "", order: "o", attempt: 1),
    ]
    #expect(Set(others + [id]).count == others.count + 1)
  }

  @Test func `what is shown of a change has no signature`() {
    let form = OrderForm(
      symbol: "BTCUSDT", side: .buy, kind: .limitNow(100.5), quantity: 0.01, clientID: "sfx")
    let change = BinanceChange.place(form)
    #expect(
      change.text
        == "POST /api/v3/order symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=IOC&price=100.5"
        + "&quantity=0.01&newClientOrderId=sfx&newOrderRespType=FULL")
    let signed = change.signed(by: hmac(), at: Timestamp(milliseconds: 1), receiveWindow: 5_000)
    #expect(signed.take().contains("&recvWindow=5000&timestamp=1&signature="))
  }
}
