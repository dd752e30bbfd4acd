import SFCore
import SFExchange
import SFWire

/// A way in which whoever stands between the desk and the exchange may be wrong. The auditor must
/// find each.
enum PlantedBug: String, CaseIterable, Sendable {
  /// What got no answer is sent again at once, as it was.
  case retriesWithoutFence
  /// A fill that user data tells is another one than that of the answer.
  case countsFillsTwice
  /// A cancel is not sent.
  case forgetsCancels
  /// No answer is a no.
  case guessesRejections
}

/// What a day brings, by its seed.
struct DayPlan {
  /// What the market does.
  enum Kind: Equatable {
    /// Anything may go wrong.
    case wild
    /// It falls by 40 % within five minutes, and nothing else goes wrong.
    case crash
    /// It does so from one trade to the next, while sales wait at the exchange or do not.
    case gap(isProtected: Bool)

    /// How long it falls, in milliseconds.
    var length: Int64? {
      switch self {
      case .wild: nil
      case .crash: 300_000
      case .gap: 1
      }
    }
  }

  static let start: Timestamp = "2026-01-05T00:00:00.000Z"
  static let symbols: [Symbol] = ["AAAUSDT", "BBBUSDT"]
  /// In milliseconds of the day: until when faults happen, when all is sold, when it is over.
  static let calm: Int64 = 750_000
  static let selling: Int64 = 750_000
  static let end: Int64 = 1_400_000
  /// When a market begins to fall that does.
  static let fall: Int64 = 200_000

  let seed: UInt64
  let kind: Kind
  var draws: SplitMix64
  /// Of each event at the desk, how likely it dies of it.
  let crashes: Double
  /// Of each look at the market, how likely the connection of user data ends.
  let cuts: Double
  /// Of each decision, how likely a person says something.
  let persons: Double
  /// By how many milliseconds the desk's own clock is ahead of the exchange's.
  private(set) var skew: Int64 = 0
  /// Whether it goes wrong while the desk runs.
  let jumps: Double
  /// How far below its entry the exchange sells what is held; `nil` for never.
  let protect: Ratio?
  /// What an address may use in a minute, and an account send in 10 seconds.
  let weight: Int
  let orders: Int

  init(seed: UInt64, kind: Kind) {
    self.seed = seed
    self.kind = kind
    draws = SplitMix64(state: seed &* 0x9E37_79B9)
    let isWild = kind == .wild
    let (dies, ends) = (draws.uniform() < 0.5, draws.uniform() < 0.3)
    crashes = isWild && dies ? draws.uniform() * 0.01 : 0
    cuts = isWild && ends ? 0.01 : 0
    let (speak, jump) = (draws.uniform() < 0.3, draws.uniform() < 0.2)
    persons = isWild && speak ? 0.05 : 0
    jumps = isWild && jump ? 0.01 : 0
    let part = draws.uniform() < 0.6 ? Ratio(units: 200_000 + Int64(draws.below(1_000_000))) : nil
    protect =
      switch kind {
      case .wild: part
      case .gap(isProtected: false): nil
      case .crash, .gap: 0.1
      }
    let (few, slow) = (draws.uniform() < 0.2, draws.uniform() < 0.2)
    weight = isWild && few ? 300 : 6_000
    orders = isWild && slow ? 4 : 50
  }

  /// Another clock, or the same one set anew.
  mutating func changeClock() {
    let most: Int64 = draws.uniform() < 0.2 ? 60_000 : 3_000
    skew = draws.uniform() < 0.5 ? 0 : Int64(draws.below(Int(2 * most))) - most
  }

  /// It goes wrong by less than what a request holds.
  mutating func shiftClock() { skew += Int64(draws.below(6_000)) - 3_000 }

  /// Rules of faults: each kind on some days, often on few.
  mutating func faults() throws -> [FaultRule] {
    if kind != .wild { return [] }
    let until = (Self.start + Self.calm).description
    func order(_ text: String, _ path: String = "") -> String {
      "\"path\":\"/api/v3/order\(path)\",\"until\":\"\(until)\",\(text)"
    }
    let kinds: [(String, isOfRequests: Bool)] = [
      ("\"fault\":\"execute_then_drop\"", true), ("\"fault\":\"drop\"", true),
      ("\"fault\":\"error\",\"code\":-1007,\"executed\":true", true),
      ("\"fault\":\"error\",\"code\":-1007", true), ("\"fault\":\"error\",\"code\":-1008", true),
      ("\"fault\":\"html\",\"status\":502,\"executed\":true", true),
      ("\"fault\":\"html\",\"status\":503", true), ("\"fault\":\"truncated\"", true),
      ("\"fault\":\"delay\",\"ms\":\(1_000 + draws.below(6_000))", true),
      ("\"fault\":\"slow_reply\",\"ms\":\(1_000 + draws.below(20_000))", true),
      ("\"fault\":\"limited\",\"seconds\":2", true), ("\"fault\":\"gap\"", false),
      ("\"fault\":\"duplicate\"", false), ("\"fault\":\"disorder\"", false),
    ]
    var rules: [String] = []
    for (text, isOfRequests) in kinds where draws.uniform() < 0.4 {
      let probability = "\"probability\":\(draws.uniform() * (draws.uniform() < 0.2 ? 0.5 : 0.1))"
      rules.append("{\(isOfRequests ? order(text) : text),\(probability)}")
      if isOfRequests { rules.append("{\(order(text, "/cancelReplace")),\(probability)}") }
    }
    if draws.uniform() < 0.3 {
      let at = (Self.start + Int64(draws.below(600_000))).description
      rules.append("{\"fault\":\"lag\",\"ms\":\(draws.below(12_000)),\"at\":\"\(at)\"}")
    }
    return try rules.map { try FaultRule(JSONValue(text: Array($0.utf8))) }
  }
}
