import SFCore
import SFReport

/// How a session stands, for whoever is woken at night: what is told, in the order in which one asks.
public struct Situation: Sendable {
  /// An open position.
  public struct Position: Sendable {
    public let id: String
    public let symbol: Symbol
    public let direction: Direction
    public let quantity: Quantity
    /// At the last close, in quote currency; `nil` where there is none.
    public let worth: Double?
    /// Above its cost, in quote currency, negative for a loss; `nil` where nobody knows.
    public let gain: Double?
    /// The levels at which it is exited: `stop 42180.0 at the exchange`. Empty for none.
    public let protection: [String]

    public init(
      id: String, symbol: Symbol, direction: Direction, quantity: Quantity, worth: Double?,
      gain: Double?, protection: [String]
    ) {
      self.id = id
      self.symbol = symbol
      self.direction = direction
      self.quantity = quantity
      self.worth = worth
      self.gain = gain
      self.protection = protection
    }
  }

  /// What the exchange said last, and when.
  public struct Word: Sendable {
    public let text: String
    public let at: Timestamp

    public init(text: String, at: Timestamp) {
      self.text = text
      self.at = at
    }
  }

  public var positions: [Position]
  /// Equity in quote currency; `nil` before the first.
  public var equity: Double?
  /// What nobody knows: an order without an answer, a stage that is silent.
  public var unknown: [String]
  /// What the venue lets out: active, reducing, halted.
  public var mode: String
  public var lastWord: Word?
  /// What is to be done beside what follows from the rest, in words, the most urgent first.
  public var next: [String]

  public init(
    positions: [Position], equity: Double?, unknown: [String], mode: String, lastWord: Word?,
    next: [String] = []
  ) {
    self.positions = positions
    self.equity = equity
    self.unknown = unknown
    self.mode = mode
    self.lastWord = lastWord
    self.next = next
  }

  /// So many positions are told one by one.
  private static let most = 10

  public var text: String {
    let lines = [
      open, protected, "Unknown: \(unknown.isEmpty ? "nothing" : unknown.joined(separator: "; "))",
      "Mode: \(mode)",
      "The exchange said last: "
        + (lastWord.map { "\($0.text.shown()) (\(Self.time($0.at)))" } ?? "nothing yet"),
      "To do: \(advice.isEmpty ? "nothing" : advice.joined(separator: "; "))",
    ]
    return lines.joined(separator: "\n")
  }

  /// What whoever knows more has said, then what follows from the rest.
  private var advice: [String] {
    var advice = next
    if !unknown.isEmpty { advice.append("ask the exchange what became of what is unknown") }
    let bare = positions.filter(\.protection.isEmpty)
    if let first = bare.first {
      advice.append(
        "\(bare.count == 1 ? first.symbol.description : "\(bare.count) positions") without a level: "
          + (bare.count == 1 ? "watch it, or /exit \(first.id)" : "watch them, or /flatten"))
    }
    switch mode {
    case "halted": advice.append("nothing goes out, exits neither: find out why, then /resume")
    case "reducing": advice.append("no entries until /resume")
    default: break
    }
    return advice
  }

  private var open: String {
    let worth = equity.map { ", equity \(NoticeFigure.amount($0))" } ?? ""
    guard !positions.isEmpty else { return "Open: nothing\(worth)" }
    return "Open: \(positions.count) \(positions.count == 1 ? "position" : "positions")\(worth)"
      + listed { position in
        "\(position.symbol) \(position.direction == .long ? "long" : "short") \(position.quantity)"
          + (position.worth.map { ", worth \(NoticeFigure.amount($0))" } ?? ", worth unknown")
          + (position.gain.map { " (\(NoticeFigure.signed($0)))" } ?? "")
      }
  }

  private var protected: String {
    guard !positions.isEmpty else { return "Protected: nothing to protect" }
    return "Protected:"
      + listed { position in
        "\(position.symbol) "
          + (position.protection.isEmpty
            ? "NOWHERE" : position.protection.joined(separator: ", "))
      }
  }

  private func listed(_ line: (Position) -> String) -> String {
    let lines = positions.prefix(Self.most).map { "\n  " + line($0) }.joined()
    let more = positions.count - Self.most
    return lines + (more > 0 ? "\n  and \(more) more" : "")
  }

  private static func time(_ at: Timestamp) -> String {
    let text = at.description
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
  }
}

/// Figures as people read them in a message.
package enum NoticeFigure {
  /// With two decimals, or four digits below 1.
  package static func amount(_ value: Double) -> String {
    guard value.isFinite else { return "-" }
    return value.magnitude >= 1 || value == 0
      ? Cell.fixed(value, decimals: 2)
      : Cell.fixed(value, decimals: value.magnitude >= 0.01 ? 4 : 8)
  }

  package static func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + amount(value) }

  /// A fraction in percent: `+0.83 %`.
  package static func percent(_ fraction: Double) -> String {
    (fraction > 0 ? "+" : "") + Cell.fixed(fraction * 100, decimals: 2) + " %"
  }
}
