/// When and where a market order that is decided at the close of T fills.
public enum FillModel: String, Sendable, Codable, CaseIterable {
  /// At the open of the symbol's next bar: what paper and live trading do.
  case nextOpen = "next_open"
  /// At the close of T: for parity with frameworks that do so, in research only.
  case close
}
