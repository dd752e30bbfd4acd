/// Whether a symbol is traded.
package enum MarketStatus: String, CaseIterable, Sendable {
  case trading = "TRADING"
  case halt = "HALT"
  case `break` = "BREAK"
  case endOfDay = "END_OF_DAY"
  /// Orders may be canceled, and none placed.
  case cancelOnly = "CANCEL_ONLY"

  package var takesOrders: Bool { self == .trading }
  package var takesCancels: Bool { self == .trading || self == .cancelOnly }
}
