import SFCore
import SFWire

extension SpotKline {
  /// The twelve values of a kline that ends with a millisecond.
  func text(closing closed: Int64) -> JSONValue {
    .array([
      .integer(opened), .amount(open), .amount(high), .amount(low), .amount(close),
      .amount(units: volume), .integer(closed), .amount(units: quoteVolume), .integer(count),
      .amount(units: takerBuyVolume), .amount(units: takerBuyQuoteVolume), .string("0"),
    ])
  }
}
