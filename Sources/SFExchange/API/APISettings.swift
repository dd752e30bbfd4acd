import SFCore

/// What of the API is set, beside the exchange behind it.
package struct APISettings: Equatable, Sendable {
  /// Of an address in a minute.
  package var weight = 6_000
  /// Requests of an address in five minutes.
  package var requests = 300_000
  /// How long an order that was just placed is not found by who asks for it, in milliseconds.
  package var lag: Int64 = 0

  package init() {}
}
