import SFCore

/// What a venue says at a mark: first what a gate handed back of the orders before, then its account,
/// then what has become of orders, and what persons said.
public struct VenueAnswers: Hashable, Sendable {
  /// Refusals of the gate, and orders that somebody else than the trader gave.
  public private(set) var handedBack: [Answer] = []
  /// `nil` where it is as it was said last.
  public private(set) var account: Account?
  /// In their order.
  public private(set) var others: [Answer] = []

  /// Nothing.
  public init() {}

  init(handedBack: [Answer], account: Account?, others: [Answer]) {
    (self.handedBack, self.account, self.others) = (handedBack, account, others)
  }

  /// What a trader and a gate take of it, in its order.
  public var answers: [Answer] { handedBack.isEmpty ? others : handedBack + others }
}

extension Step {
  /// Writes what a venue says.
  public mutating func add(_ answers: VenueAnswers) {
    for answer in answers.handedBack { add(answer) }
    if let account = answers.account { add(account) }
    for answer in answers.others { add(answer) }
  }
}
