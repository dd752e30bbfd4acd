import SFCore

/// What an exchange begins with, and begins again with when it is reset.
package struct SpotSetup: Equatable, Sendable {
  package struct Symbol: Equatable, Sendable {
    package let rules: SymbolRules
    package let range: PriceRange?
    package let shape: AmbientShape

    package init(_ rules: SymbolRules, range: PriceRange? = nil, shape: AmbientShape) {
      self.rules = rules
      self.range = range
      self.shape = shape
    }
  }

  package struct Account: Equatable, Sendable {
    package let account: SpotAccount
    /// What it has at the start, in this order.
    package let balances: [(asset: String, amount: AssetAmount)]

    package init(_ account: SpotAccount, _ balances: [(asset: String, amount: AssetAmount)]) {
      self.account = account
      self.balances = balances
    }

    package static func == (a: Account, b: Account) -> Bool {
      a.account == b.account && a.balances.elementsEqual(b.balances, by: ==)
    }
  }

  package let symbols: [Symbol]
  package let accounts: [Account]
  package let settings: SpotSettings

  package init(symbols: [Symbol], accounts: [Account], settings: SpotSettings = SpotSettings()) {
    self.symbols = symbols
    self.accounts = accounts
    self.settings = settings
  }
}
