import SFCore

/// What one commit of a ledger has: all of it is there, or nothing.
public struct LedgerPage: Hashable, Sendable {
  /// An order as it was taken, before anything of it leaves.
  public struct Intent: Hashable, Sendable {
    public let order: Order
    /// The mark at which it was decided.
    public let mark: Timestamp
    /// The best prices then; `nil` where the market showed none.
    public let bid: Price?
    public let ask: Price?

    public init(_ order: Order, at mark: Timestamp, bid: Price? = nil, ask: Price? = nil) {
      self.order = order
      self.mark = mark
      self.bid = bid
      self.ask = ask
    }
  }

  /// What was answered at a mark.
  public struct Answered: Hashable, Sendable {
    public let mark: Timestamp
    /// The lines of the answers, as they are written.
    public let text: [UInt8]
    public let answers: [Answer]
    /// `nil` where it was not said.
    public let account: Account?

    public init(at mark: Timestamp, text: [UInt8], answers: [Answer], account: Account?) {
      self.mark = mark
      self.text = text
      self.answers = answers
      self.account = account
    }
  }

  /// What a person said and was taken, by its number.
  public struct Heard: Hashable, Sendable {
    public let number: Int64
    public let mark: Timestamp

    public init(_ number: Int64, at mark: Timestamp) {
      self.number = number
      self.mark = mark
    }
  }

  public enum Entry: Hashable, Sendable {
    case heard(Heard)
    case answered(Answered)
    case intent(Intent)
    /// A fill that is known and not said yet.
    case told(Fill)
    /// Where an order is now.
    case state(String, OrderState)
  }

  /// In the order in which it came.
  public private(set) var entries: [Entry] = []

  public init() {}

  public mutating func add(_ entry: Entry) { entries.append(entry) }
  public mutating func removeAll() { entries.removeAll(keepingCapacity: true) }
}
