import SFCore

/// Everything that anybody owns here.
///
/// Invariant: of each asset, Σ accounts + fees + house = what was deposited. The house stands for
/// all who are no accounts: it gives and takes what the market around the book trades.
package struct SpotLedger: Equatable, Sendable {
  package private(set) var assets: [String] = []
  package internal(set) var accounts: [SpotAccount] = []
  /// In units of 10⁻⁸, by asset; the house may owe.
  package private(set) var fees: [Int128] = []
  package private(set) var house: [Int128] = []
  package private(set) var deposited: [Int128] = []

  /// The place of an asset, which it has from the first time that it is named.
  mutating func asset(_ name: String) -> Int {
    if let known = assets.firstIndex(of: name) { return known }
    assets.append(name)
    fees.append(0)
    house.append(0)
    deposited.append(0)
    for index in accounts.indices { accounts[index].balances.append(SpotAccount.Balance()) }
    return assets.count - 1
  }

  /// `nil` for one that nobody has named.
  package func place(of asset: String) -> Int? { assets.firstIndex(of: asset) }

  mutating func add(_ account: SpotAccount) -> Int {
    var account = account
    account.balances = assets.map { _ in SpotAccount.Balance() }
    accounts.append(account)
    return accounts.count - 1
  }

  package func balance(_ account: Int, _ asset: Int) -> SpotAccount.Balance {
    accounts[account].balances[asset]
  }

  /// What all have of an asset, with fees and the house: what was deposited, whatever happened.
  package func total(of asset: Int) -> Int128 {
    accounts.reduce(fees[asset] + house[asset]) {
      $0 + Int128($1.balances[asset].total.units)
    }
  }

  // MARK: Movements

  /// Adds to what is free, or takes from it no more than there is; gives back what was moved.
  mutating func deposit(
    _ amount: AssetAmount, _ account: Int, _ asset: Int, at time: Timestamp
  ) -> AssetAmount {
    let balance = accounts[account].balances[asset]
    let moved = min(max(amount, AssetAmount(units: -balance.free.units)), .most - balance.total)
    change(account, asset, at: time) { $0.free += moved }
    deposited[asset] += Int128(moved.units)
    return moved
  }

  /// Moves between what is free and what is locked; there must be as much.
  mutating func lock(_ amount: AssetAmount, _ account: Int, _ asset: Int, at time: Timestamp) {
    change(account, asset, at: time) { balance in
      balance.free -= amount
      balance.locked += amount
    }
  }

  /// Pays out of what is locked.
  mutating func pay(_ amount: AssetAmount, _ account: Int, _ asset: Int, at time: Timestamp) {
    change(account, asset, at: time) { $0.locked -= amount }
  }

  mutating func receive(_ amount: AssetAmount, _ account: Int, _ asset: Int, at time: Timestamp) {
    change(account, asset, at: time) { $0.free += amount }
  }

  mutating func chargeFee(
    _ amount: AssetAmount, _ account: Int, _ asset: Int, at time: Timestamp
  ) {
    change(account, asset, at: time) { $0.free -= amount }
    fees[asset] += Int128(amount.units)
  }

  mutating func moveHouse(_ amount: AssetAmount, _ asset: Int, isIn: Bool) {
    house[asset] += isIn ? Int128(amount.units) : -Int128(amount.units)
  }

  private mutating func change(
    _ account: Int, _ asset: Int, at time: Timestamp, _ body: (inout SpotAccount.Balance) -> Void
  ) {
    body(&accounts[account].balances[asset])
    accounts[account].balances[asset].updated = time
    let balance = accounts[account].balances[asset]
    precondition(balance.free >= .zero && balance.locked >= .zero, "a balance below 0")
  }
}
