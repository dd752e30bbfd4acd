import SFCore

/// What the value of a key may be.
public enum FieldKind: Sendable, Equatable {
  case type
  case timestamp
  case symbol
  case interval
  case amount
  case float
  case integer
  case text
  case choice([String])
  /// An object of names and numbers.
  case values
  case stages
  case counts

  /// The texts that it allows; empty where it allows more than a few.
  var choices: [String] {
    if case .choice(let texts) = self { return texts }
    return []
  }
}

/// One key of a type of line.
public struct FieldRule: Sendable {
  public let key: String
  public let kind: FieldKind
  public let isRequired: Bool
  public let summary: String
  /// The key with its quotes, as it stands in a line.
  let quoted: [UInt8]

  init(_ key: String, _ kind: FieldKind, optional: Bool = false, _ summary: String) {
    self.key = key
    self.kind = kind
    self.isRequired = !optional
    self.summary = summary
    quoted = Array("\"\(key)\"".utf8)
  }
}

/// The keys of every type that the protocol defines, in the order in which we write them.
///
/// Decoder, checker and `--schema` are built on this one table.
public enum FieldTable {
  /// The types that the table knows.
  public static let types: [LineType] = LineType.allCases.filter { !rules(of: $0).isEmpty }

  /// The keys of a type, `type` and `ts` first; empty for a type without a table.
  public static func rules(of type: LineType) -> [FieldRule] { tables[Int(type.rawValue)] }

  private static let tables: [[FieldRule]] = LineType.allCases.map(makeRules)

  private static let start = [
    FieldRule("type", .type, "the type of the line"),
    FieldRule("ts", .timestamp, "when the fact became known, in market time"),
  ]
  private static let series = [
    FieldRule("symbol", .symbol, "what is traded"),
    FieldRule("interval", .interval, "the length of the bar"),
  ]
  private static let explain = FieldRule(
    "explain", .text, optional: true, "what each component said, with --explain")
  private static let side = FieldRule("side", .choice(Side.allCases.map(\.rawValue)), "buy or sell")

  private static func makeRules(_ type: LineType) -> [FieldRule] {
    switch type {
    case .header:
      [
        FieldRule("type", .type, "the type of the line"),
        FieldRule("protocol", .integer, "the version of the protocol, 1"),
        FieldRule("stages", .stages, "who made the stream, with which settings"),
      ]
    case .bar:
      start + series + [
        FieldRule("open", .amount, "first price"),
        FieldRule("high", .amount, "highest price"),
        FieldRule("low", .amount, "lowest price"),
        FieldRule("close", .amount, "last price"),
        FieldRule("volume", .float, optional: true, "base asset traded"),
      ]
    case .gap:
      start + series + [
        FieldRule("from", .timestamp, "ts of the first missing bar"),
        FieldRule("to", .timestamp, "ts of the last missing bar"),
        FieldRule("bars", .integer, "how many are missing"),
      ]
    case .features:
      start + series + [FieldRule("values", .values, "a number or null by name")]
    case .signal:
      start + series + [
        FieldRule("detector", .text, "who saw it"),
        FieldRule("direction", .choice(SignalDirection.allCases.map(\.rawValue)), "rise or fall"),
        FieldRule("strength", .float, "how strong, in the detector's own measure"),
        FieldRule("probability", .float, optional: true, "0 to 1"),
      ]
    case .refusal:
      start + [
        FieldRule("symbol", .symbol, "what is traded"),
        FieldRule("by", .text, "the component that said no"),
        FieldRule("reason", .text, "why"),
        FieldRule("detector", .text, optional: true, "whose signal was refused"),
        FieldRule("order", .text, optional: true, "which order was refused or reduced"),
        FieldRule("quantity", .amount, optional: true, "what is left of a reduced order"),
        explain,
      ]
    case .order:
      start + [
        FieldRule("id", .text, "made from the mark and a number"),
        FieldRule("symbol", .symbol, "what is traded"),
        side,
        FieldRule("kind", .choice(OrderKind.allCases.map(\.rawValue)), "market, limit …"),
        FieldRule("quantity", .amount, "base asset"),
        FieldRule("price", .amount, optional: true, "the limit or trigger"),
        FieldRule("position", .text, "the position that it opens or closes"),
        FieldRule("intent", .choice(Intent.allCases.map(\.rawValue)), "enter or exit"),
        FieldRule("reason", .text, "the detector, or the exit rule"),
        FieldRule("detector", .text, optional: true, "whose signal it follows"),
        FieldRule("reference", .amount, "the close at which it was decided"),
        explain,
      ]
    case .fill:
      start + [
        FieldRule("id", .text, "the order's id and a number"),
        FieldRule("order", .text, "the order's id"),
        FieldRule("symbol", .symbol, "what is traded"),
        side,
        FieldRule("price", .amount, "paid or received for one unit"),
        FieldRule("quantity", .amount, "base asset"),
        FieldRule("fee", .amount, "taken for it"),
        FieldRule("fee_asset", .text, optional: true, "when not the quote currency"),
        FieldRule("position", .text, "the position's id"),
        FieldRule("liquidity", .choice(Liquidity.allCases.map(\.rawValue)), "taker or maker"),
        FieldRule("at", .timestamp, "when it happened"),
      ]
    case .position:
      start + [
        FieldRule("id", .text, "the entry order's id"),
        FieldRule("symbol", .symbol, "what is traded"),
        FieldRule("direction", .choice(Direction.allCases.map(\.rawValue)), "long or short"),
        FieldRule("status", .choice(PositionStatus.allCases.map(\.rawValue)), "open or closed"),
        FieldRule("quantity", .amount, "base asset"),
        FieldRule("entry_price", .amount, "of the entry's fill"),
        FieldRule("entry_ts", .timestamp, "when the entry filled"),
        FieldRule("detector", .text, optional: true, "whose signal it follows"),
        FieldRule("exit_price", .amount, optional: true, "of the exit's fill"),
        FieldRule("exit_ts", .timestamp, optional: true, "when the exit filled"),
        FieldRule("exit_reason", .text, optional: true, "the rule that closed it"),
        FieldRule("pnl", .amount, optional: true, "net of fees, in quote currency"),
        FieldRule("fees", .amount, optional: true, "of both fills"),
        FieldRule("bars", .integer, optional: true, "lived through"),
        FieldRule("mfe", .float, optional: true, "best gain reached, a fraction"),
        FieldRule("mae", .float, optional: true, "worst gain reached, a fraction"),
        FieldRule(
          "meta", .values, optional: true, "what its exit rules remember, with --position-meta"),
      ]
    case .equity:
      start + [
        FieldRule("equity", .amount, "cash and positions at the last close"),
        FieldRule("cash", .amount, "quote currency"),
        FieldRule("exposure", .float, "Σ |notional| over equity"),
        FieldRule("drawdown", .float, "a fraction below the high-water mark"),
        FieldRule("open_positions", .integer, "how many"),
        FieldRule("buy_hold", .amount, "equity of buying and holding"),
      ]
    case .metrics:
      start + [
        FieldRule("detector", .text, optional: true, "whose round trips; absent: of the book"),
        FieldRule("equity", .amount, optional: true, "of the book: cash and positions"),
        FieldRule("drawdown", .float, optional: true, "of the book: below the high-water mark"),
        FieldRule("exposure", .float, optional: true, "of the book: Σ |notional| over equity"),
        FieldRule("open_positions", .integer, optional: true, "of the book: how many"),
        FieldRule("round_trips", .integer, "positions that were closed"),
        FieldRule("win_rate", .float, "share of round trips that gained, net of fees"),
        FieldRule("profit_factor", .float, "gains over losses, net of fees"),
        FieldRule("average_return", .float, "pnl over entry notional, the mean"),
        FieldRule("average_bars", .float, "lived through, the mean"),
        FieldRule("average_mfe", .float, "best gain reached, the mean"),
        FieldRule("average_mae", .float, "worst gain reached, the mean"),
      ]
    case .alert:
      start + [
        FieldRule("level", .text, "how grave"), FieldRule("rule", .text, "which rule"),
        FieldRule("state", .text, "raised or cleared"),
        FieldRule("value", .float, "what was measured"),
        FieldRule("limit", .float, "what it was compared with"),
        FieldRule("text", .text, "for people"),
      ]
    case .label:
      start + series + [
        FieldRule("at", .timestamp, "ts of the bar that it is about"),
        FieldRule("label", .text, "its kind and parameters, or a name"),
        FieldRule("detector", .text, optional: true, "whose signal it is about"),
        FieldRule("value", .float, "the target; null when there is none"),
        FieldRule("t1", .timestamp, optional: true, "ts of the last bar that it looks at"),
        FieldRule("bars", .integer, optional: true, "from the bar to that one"),
        FieldRule("return", .float, optional: true, "gained over these bars, a fraction"),
      ]
    case .mark: start
    case .end:
      [
        FieldRule("type", .type, "the type of the line"),
        FieldRule("ts", .timestamp, optional: true, "ts of the last mark"),
        FieldRule("reason", .text, "why the stream ended"),
        FieldRule("counts", .counts, "lines of the first stage by type"),
      ]
    default: []
    }
  }
}
