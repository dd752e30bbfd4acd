import SFCore

/// `quote`: the best bid and ask of a symbol as the mark closes.
enum QuoteLine: MessageForm {
  static let keys =
    FieldRule.start + [
      .symbol,
      FieldRule("bid", .amount, "the highest price that somebody pays"),
      FieldRule("bid_quantity", .amount, "wanted at the bid"),
      FieldRule("ask", .amount, "the lowest price at which somebody sells"),
      FieldRule("ask_quantity", .amount, "offered at the ask"),
      FieldRule("at", .timestamp, "when the venue said it"),
    ]

  static func read(_ fields: inout FieldReader) -> Quote {
    Quote(
      symbol: fields.symbol(), bid: fields.amount(), bidQuantity: fields.amount(),
      ask: fields.amount(), askQuantity: fields.amount(), at: fields.timestamp())
  }

  static func write(_ quote: Quote, to line: inout LineWriter) {
    line.symbol(quote.symbol)
    line.amount(quote.bid)
    line.amount(quote.bidQuantity)
    line.amount(quote.ask)
    line.amount(quote.askQuantity)
    line.timestamp(quote.at)
  }
}
