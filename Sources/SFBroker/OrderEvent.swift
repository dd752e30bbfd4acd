import SFCore

/// What is heard of an order.
public enum OrderEvent: Hashable, Sendable {
  /// It is written down: it may leave.
  case committed
  /// The venue has it.
  case accepted
  /// A part of what was sent for the time of that number has filled; the id is the venue's.
  case filled(id: String, Quantity, attempt: Int)
  /// Nothing more comes of it: canceled or expired, whatever has filled.
  case ended(OrderState)
  /// The venue has refused it, and said so for certain.
  case rejected(RefusalReason)
  /// Nobody knows whether it arrived: no answer, or none that can be read.
  case lost
  /// The venue says what has become of the time of that number, and how much of it has filled in
  /// all. It may say so again, and late: what is older than what is known changes nothing.
  case found(OrderState, filled: Quantity, attempt: Int)
  /// Asked for it, the venue does not know it; whether it is seen among open orders or own fills.
  case notFound(isSeen: Bool)
  /// Nothing more is wanted of it: what is left cannot be sold, or a person has settled it.
  case givenUp(RefusalReason)
  /// The moment that was waited for has come.
  case due
}

/// What is to be done about an order.
public enum OrderAction: Hashable, Sendable {
  /// Nothing, until something is heard.
  case wait
  /// Nothing until then, unless something is heard.
  case waitUntil(Timestamp)
  /// Send so much of it, for the time of that number: each has a name of its own at the venue.
  case send(attempt: Int, Quantity)
  /// Ask what has become of it.
  case query
  /// Nothing more: all that will come of it is known.
  case done
}
