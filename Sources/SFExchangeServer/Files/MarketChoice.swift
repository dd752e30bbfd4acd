import SFCore
import SFExchange
import SFTool

/// Which market stands around the accounts: a file of bars, or `random:seed=7,price=100,every=1s`.
enum MarketChoice: Sendable {
  case file(String)
  case random(RandomChoice)

  struct RandomChoice: Sendable {
    var seed: UInt64 = 1
    var price: Price = 100
    var every = TimeSpan.seconds(1)
    var symbols = ["BTCUSDT"]
  }

  init(_ text: String) throws(ConfigurationError) {
    guard text == "random" || text.hasPrefix("random:") else {
      self = .file(text)
      return
    }
    var choice = RandomChoice()
    for part in text.dropFirst("random:".count).split(separator: ",") {
      let sides = part.split(separator: "=", maxSplits: 1)
      guard sides.count == 2, choice.take(String(sides[0]), String(sides[1])) else {
        throw ConfigurationError(
          "--market", "found '\(part)', expected seed=N, price=P, every=TIME or symbols=A+B")
      }
    }
    self = .random(choice)
  }
}

extension MarketChoice.RandomChoice {
  /// Whether it is a key with a value that it can have.
  fileprivate mutating func take(_ key: String, _ value: String) -> Bool {
    switch key {
    case "seed":
      guard let seed = UInt64(value) else { return false }
      self.seed = seed
    case "price":
      guard let price = Price(value), price > 0 else { return false }
      self.price = price
    case "every":
      guard let every = TimeSpan(value), every > .zero else { return false }
      self.every = every
    case "symbols":
      let names = value.split(separator: "+").map(String.init)
      guard !names.isEmpty, Set(names).count == names.count else { return false }
      symbols = names
    default: return false
    }
    return true
  }
}
