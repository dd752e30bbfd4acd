import SFCore
import SFExchange
import SFRun
import SFTool
import SFTransport

/// The accounts, keys and limits of an exchange, from a file of YAML.
///
///     accounts:
///       ann:
///         balances: {USDT: 10000, BTC: 0.5}
///         maker: 0.001
///         taker: 0.001
///         bnb_discount: 0.25
///         keys:
///           - {key: annKey, secret: annSecret}
///           - {key: annKey2, public: MCowBQYDK2VwAyEA…=, trade: false}
///     symbols:
///       BTCUSDT: {tick: 0.01, step: 0.00001, min_notional: 5}
///     limits: {weight: 6000, orders_per_10s: 100, orders_per_day: 200000, lag_ms: 0}
struct ExchangeFile {
  /// An account with its keys, which know it by its place in the list.
  struct Account {
    let account: SpotAccount
    let balances: [(asset: String, amount: AssetAmount)]
    let keys: [(text: String, signing: ExchangeKey.Signing, canTrade: Bool)]
  }

  private(set) var accounts: [Account] = []
  private(set) var symbols: [String: SymbolEntry] = [:]
  private(set) var api = APISettings()
  private(set) var engine = SpotSettings()

  init(path: String) throws {
    let bytes = try Endpoint.bytes(of: path)
    do throws(YAMLNode.Failure) {
      try read(YAMLReader.read(bytes))
    } catch {
      throw error.located(in: path)
    }
  }

  private mutating func read(_ root: YAMLNode?) throws(YAMLNode.Failure) {
    var entries = YAMLEntries(root)
    for pair in try entries.mapping("accounts") {
      accounts.append(try Account(pair, number: accounts.count + 1))
    }
    for pair in try entries.mapping("symbols") { symbols[pair.name] = try SymbolEntry(pair) }
    var limits = try entries.entries("limits")
    api.weight = try limits.count("weight") ?? api.weight
    api.requests = try limits.count("requests") ?? api.requests
    api.lag = Int64(try limits.count("lag_ms") ?? 0)
    engine.ordersPer10Seconds = try limits.count("orders_per_10s") ?? engine.ordersPer10Seconds
    engine.ordersPerDay = try limits.count("orders_per_day") ?? engine.ordersPerDay
    try limits.requireRead()
    try entries.requireRead()
  }

  var keys: [ExchangeKey] {
    accounts.enumerated().flatMap { place, account in
      account.keys.map {
        ExchangeKey(text: $0.text, account: place, signing: $0.signing, canTrade: $0.canTrade)
      }
    }
  }
}

extension ExchangeFile.Account {
  fileprivate init(_ pair: YAMLNode.Pair, number: Int) throws(YAMLNode.Failure) {
    var entries = YAMLEntries(pair.value)
    let rates = (try entries.ratio("maker") ?? 0.001, try entries.ratio("taker") ?? 0.001)
    account = SpotAccount(
      name: pair.name, uid: Int64(try entries.count("uid") ?? 1_000 + number), maker: rates.0,
      taker: rates.1, discount: try entries.ratio("bnb_discount"))
    var balances: [(asset: String, amount: AssetAmount)] = []
    for balance in try entries.mapping("balances") {
      balances.append((balance.name, try YAMLEntries.amount(balance.value)))
    }
    self.balances = balances
    var keys: [(text: String, signing: ExchangeKey.Signing, canTrade: Bool)] = []
    for node in try entries.list("keys") {
      var key = YAMLEntries(node)
      let text = try key.text("key")
      keys.append((text, try Self.signing(&key, node), try key.flag("trade") ?? true))
      try key.requireRead()
    }
    self.keys = keys
    try entries.requireRead()
  }

  private static func signing(
    _ entries: inout YAMLEntries, _ node: YAMLNode
  ) throws(YAMLNode.Failure) -> ExchangeKey.Signing {
    if let secret = try entries.optional("secret") { return .hmac(secret: Array(secret.utf8)) }
    guard let text = try entries.optional("public") else {
      throw node.failure(expected: "a 'secret' for HMAC, or the 'public' key of Ed25519")
    }
    // The text of a PEM file, or its middle, or the 32 bytes alone.
    let middle = text.split { $0 == "\n" || $0 == " " }.filter { !$0.contains("-") }
      .filter { !["BEGIN", "PUBLIC", "KEY", "END"].contains($0) }.joined()
    guard let bytes = Base64Text.bytes(middle), bytes.count == 32 || bytes.count == 44 else {
      throw node.failure(expected: "an Ed25519 public key: 32 or 44 bytes of base64")
    }
    return .ed25519(publicKey: Array(bytes.suffix(32)))
  }
}
