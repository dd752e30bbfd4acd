import SFBinance
import SFBroker
import SFCore
import SFWire

/// What is heard at the desk.
package enum DeskEvent: Sendable {
  /// An order that was decided at a mark, by wall time.
  case order(Approved<Order>, mark: Timestamp)
  case cancel(Approved<Cancel>)
  /// A bar of a symbol has closed at a mark: limits rest for so many.
  case bar(Symbol, Timestamp)
  /// What a person lets out from now on.
  case mode(BrokerMode)
  /// An exit that a person gives, which no mode holds up. One that is under way for its position
  /// goes on in its place.
  case exit(Approved<Order>)
  /// A person has sold a position elsewhere, at a price.
  case settled(Approved<Order>, at: Price)
  /// The exchange has said its rules anew.
  case rules([Symbol: TradingRules])
  /// What the headers of an answer say, before the answer.
  case usage(ExchangeUsage)
  /// What came back of the request with that number.
  case reply(Int, ExchangeReply)
  /// An event of the account, as the exchange sends it.
  case userData(JSONValue)
  /// The exchange does not tell of the account: why.
  case refused(ErrorReply)
  case best(Symbol, OrderPricing.Best)
  /// User data comes again, or for the first time: what was missed must be asked for.
  case connected
  /// A moment has come.
  case due
}

/// What is to be done, behind the commit of what the desk remembers.
package enum DeskAction: Sendable {
  /// Sent once, whatever becomes of it.
  case change(BinanceChange, Int)
  /// Asked until it is answered, or once.
  case ask(BinanceQuery, Int)
  /// What the trader is told.
  case answer(Answer)
  /// What a person is told.
  case alert(String)
}

/// What a desk is told once.
package struct DeskSettings: Sendable {
  /// What the account is called here, and the session: client ids are made of them.
  package let account: String
  package let session: String
  package let quote: String
  /// The money that may be spent, with what fills bring and take.
  package let capital: Money
  package var pricing = OrderPricing()
  /// By how much of its lowest entry a symbol may fall before the exchange sells it by itself; `nil`
  /// for any.
  package var protect: Ratio?
  /// How long a request holds, in milliseconds.
  package var receiveWindow: Int64 = 5_000
  /// How long behind its mark an entry may still be sent, in milliseconds.
  package var maxAge: Int64 = 30_000
  /// How long what is done is remembered, in milliseconds: all of it is committed each time.
  package var remembers: Int64 = 3_600_000
  /// From one reconciliation to the next, in milliseconds.
  package var reconcileEvery: Int64 = 300_000
  package internal(set) var rules: [Symbol: TradingRules]

  package init(
    account: String, session: String, quote: String, capital: Money,
    rules: [Symbol: TradingRules]
  ) {
    self.account = account
    self.session = session
    self.quote = quote
    self.capital = capital
    self.rules = rules
  }
}
