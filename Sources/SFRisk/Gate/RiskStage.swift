import SFCore

/// The gate as a stage of its own, between a trader and a venue that are other processes.
///
/// A step joins three inputs: what the trader asks for, the market, and what the venue answers. What
/// the trader's stream says of fills and refusals is not read: it knows them from the venue alone.
public struct RiskStage: Stage {
  /// The inputs beside the trader's.
  public enum Side: String, CaseIterable, Sendable {
    case market
    case answers

    /// What is read of it.
    public var reads: LineTypes {
      switch self {
      case .market: LineTypes([.bar, .quote])
      case .answers: .answers
      }
    }
  }

  private let terms: TraderTerms
  private let rules: SavedRules
  private let explains: Bool
  private var lots: HandedLots
  /// `nil` until the header has said what it must know.
  public private(set) var gate: RiskGate?

  /// `lots` reads the file of lots that the trader was told of.
  public init(
    _ rules: [any RiskRule], terms: TraderTerms = TraderTerms(), explains: Bool = false,
    lots: @escaping @Sendable (String) throws(StageError) -> LotTable
  ) {
    self.rules = SavedRules(rules)
    self.terms = terms
    self.explains = explains
    self.lots = HandedLots(read: lots)
  }

  public var reads: LineTypes { LineTypes([.order, .cancel]) }
  public var writes: LineTypes { Self.writes }
  public static let writes = LineTypes([.alert, .order, .cancel, .refusal])

  /// What it needs is said in the header.
  public var bindsAtBars: Bool { false }

  public mutating func handOver(from made: RiskStage) { lots = made.lots }

  public mutating func bind(_ header: Header, _ step: inout Step) throws(StageError) {
    let terms = try terms.joined(with: header)
    guard let capital = terms.capital else { preconditionFailure("terms that are joined have it") }
    let table: LotTable? = if let file = terms.lots { try lots.read?(file) } else { nil }
    do throws(ConfigurationError) {
      gate = RiskGate(
        try RiskRules(
          capital: capital, interval: terms.interval, lots: table, rules: rules.list,
          explains: explains))
    } catch { throw StageError(error) }
  }

  public mutating func update(_ step: inout Step) throws(StageError) {
    var controls: [Control] = []
    for case .control(let control) in step.answers { controls.append(control) }
    let (requests, answers) = (Self.requests(step), Array(step.answers))
    guard let words = try gate?.turn(&step, requests, answers, controls) else { return }
    step.add(words)
    step.warn(of: words)
  }

  /// What the trader asks for, in its order: orders that somebody else has given are records.
  private static func requests(_ step: borrowing Step) -> [OrderRequest] {
    var requests: [OrderRequest] = []
    for line in step.said {
      switch line {
      case .message(.order, let place) where step.orders[place].by == nil:
        requests.append(.order(step.orders[place]))
      case .message(.cancel, let place):
        requests.append(.cancel(step.messages(of: Cancel.self)[place]))
      default: break
      }
    }
    return requests
  }
}

/// The way to the file of lots, which is no part of what a stage saves.
struct HandedLots: Sendable, Codable {
  var read: (@Sendable (String) throws(StageError) -> LotTable)?

  init(read: @escaping @Sendable (String) throws(StageError) -> LotTable) { self.read = read }
  init(from decoder: any Decoder) throws {}
  func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(contentsOf: [Bool]())
  }
}
