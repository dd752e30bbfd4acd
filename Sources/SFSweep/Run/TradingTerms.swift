import SFCore

/// On what terms a strategy trades otherwise than its text says.
struct TradingTerms {
  /// What it begins with; `nil` for what its text says.
  var capital: Price?
  /// Whether it is the book of one symbol among several.
  var isShare = false
  /// Whether positions are closed at the last close: of a slice, behind which others follow.
  var closesAtEnd = false

  var isUsual: Bool { capital == nil && !closesAtEnd }

  /// The same for the book of one symbol.
  func with(share: Price) -> TradingTerms {
    TradingTerms(capital: share, isShare: true, closesAtEnd: closesAtEnd)
  }

  /// Further words of `sf-strategy`; an option that stands twice counts as it stands last.
  var words: [String] {
    (capital.map { ["--capital", $0.description] } ?? [])
      + (closesAtEnd ? ["--close-at-end"] : [])
  }

  static let noStrategy = ConfigurationError(
    "the pipeline", "must end with sf-strategy, or with sf-report behind it",
    help: "isolated books and slices of time are traded by sf-strategy itself")
}
