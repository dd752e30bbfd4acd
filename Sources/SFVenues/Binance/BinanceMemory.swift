import SFBinanceOrders
import SFBroker
import SFCore
import SFRun

/// What of a venue at the exchange survives it: all of it is committed before anything of it leaves.
struct BinanceMemory: Codable {
  /// What the trader has not been told.
  struct Unsaid: Codable {
    let answer: Answer
    /// When it happened, by the exchange's clock: it is said at no mark before.
    let at: Timestamp
  }

  /// What client ids are made of, so that no other session makes the same.
  let identity: String
  var desk = DeskMemory()
  var done: TurnsDone?
  /// What the gate hands back: refusals, and orders of its own.
  var handedBack: [Answer] = []
  /// In its order.
  var unsaid: [Unsaid] = []
  /// What who watches has not been told.
  var alerts = VenueAlerts()
  /// The account as it was written last.
  var written: Account?
  /// What the entries of a day were to cost.
  var spent = DaySpent()

  init(identity: String) { self.identity = identity }
}

/// What was let out on one day.
struct DaySpent: Codable {
  private var day = Int64.min
  private var amount = Money.zero

  func amount(at time: Timestamp) -> Money { day == Self.day(time) ? amount : .zero }

  mutating func add(_ money: Money, at time: Timestamp) {
    amount = self.amount(at: time) + money
    day = Self.day(time)
  }

  private static func day(_ time: Timestamp) -> Int64 {
    time.milliseconds.floored(by: Timestamp.millisecondsPerDay)
  }
}

/// What no entry may go beyond, whatever was approved.
struct Ceilings {
  /// `nil` for none.
  var order: Money?
  var day: Money?
  /// The part of each entry that is bought.
  var scale: Ratio

  static let orderReason = RefusalReason(rawValue: "max_order")
  static let dayReason = RefusalReason(rawValue: "max_day")
  static let scaleReason = RefusalReason(rawValue: "scale")

  /// The quantity of an entry behind the scale.
  func scaled(_ quantity: Quantity) -> Quantity {
    Quantity(
      units: Int64(Int128(quantity.units) * Int128(scale.units) / Int128(Ratio.one.units)))
  }

  /// Why an entry of so much is not let out; `nil` where it is.
  func refusal(of cost: Money, spent: Money) -> RefusalReason? {
    if let order, cost > order { return Self.orderReason }
    if let day, spent + cost > day { return Self.dayReason }
    return nil
  }
}
