import SFCore

/// `account`: what a venue holds for its owner.
enum AccountLine: MessageForm {
  static let keys =
    FieldRule.start + [
      FieldRule("cash", .amount, "quote currency"),
      FieldRule("equity", .amount, optional: true, "cash and assets, where the venue values them"),
      FieldRule("assets", .assets, "free and locked by name"),
    ]

  static func read(_ fields: inout FieldReader) throws(WireError) -> Account {
    let (cash, equity): (Price, Price?) = (fields.amount(), fields.optionalAmount())
    let line = fields.line
    var assets: [Account.Asset] = []
    try fields.members { name, p throws(WireError) in
      assets.append(try asset(name, &p, line))
    }
    return Account(cash: cash, equity: equity, assets: assets)
  }

  /// `[free, locked]` at the cursor.
  private static func asset(
    _ name: String, _ p: inout UnsafePointer<UInt8>, _ line: Line
  ) throws(WireError) -> Account.Asset {
    let start = p
    var amounts: [Quantity] = []
    guard p.pointee == UInt8(ascii: "[") else {
      throw line.error(at: p, expected: "[free, locked]")
    }
    try Scanner.skipList(&p, of: line, "]", 0) { p, _ throws(WireError) in
      amounts.append(Quantity(units: try Scanner.amount(&p, of: line)))
    }
    guard amounts.count == 2 else {
      throw line.error(
        at: start, found: "\(amounts.count) amounts of '\(name)'", expected: "[free, locked]")
    }
    return Account.Asset(name: name, free: amounts[0], locked: amounts[1])
  }

  static func write(_ account: Account, to line: inout LineWriter) {
    line.amount(account.cash)
    line.amount(account.equity)
    line.object(account.assets) { asset, line in
      line.append(name: asset.name)
      line.buffer.append("[")
      line.buffer.append(amount: asset.free)
      line.buffer.append(",")
      line.buffer.append(amount: asset.locked)
      line.buffer.append("]")
    }
  }
}
