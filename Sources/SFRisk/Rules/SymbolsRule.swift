import SFCore

/// Refuses entries of symbols that are not allowed, or paused.
///
///     symbols:allow=BTCUSDT+ETHUSDT
///     symbols:pause=DOGEUSDT
///
/// A file says the same, and a person may change either while it runs.
public struct SymbolsRule: RiskRule {
  public static let kind = "symbols"
  public static let summary = "Refuses entries of symbols that are not allowed, or paused."
  public static let parameters = [
    Parameter(
      "allow", .text, default: "none", allowsNone: true, "no others: BTCUSDT+ETHUSDT"),
    Parameter("pause", .text, default: "none", allowsNone: true, "not these: BTCUSDT+ETHUSDT"),
    Parameter(
      "file", .text, default: "none", allowsNone: true, "YAML: the lists allow and pause"),
  ]

  /// `nil` for none.
  public let file: String?
  /// `nil` until what the file says is handed in.
  public private(set) var lists: SymbolLists?

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    let allowed = try Self.symbols(arguments, "allow")
    let paused = try Self.symbols(arguments, "pause")
    let file = arguments.name("file")
    self.file = file == "none" ? nil : file
    guard (self.file == nil) != (allowed == nil && paused == nil) else {
      throw ConfigurationError("file", "or allow and pause must be given, and not both")
    }
    lists = self.file == nil ? SymbolLists(allowed: allowed, paused: paused ?? []) : nil
  }

  private static func symbols(
    _ arguments: Arguments, _ name: String
  ) throws(ConfigurationError) -> [Symbol]? {
    let text = arguments.name(name)
    guard text != "none" else { return nil }
    var symbols: [Symbol] = []
    for part in text.split(separator: "+", omittingEmptySubsequences: false) {
      guard let symbol = Symbol(String(part)) else {
        throw ConfigurationError(name, "must be symbols, as BTCUSDT+ETHUSDT, found \(text)")
      }
      symbols.append(symbol)
    }
    return symbols
  }

  /// The same rule with what its file says.
  public func with(_ lists: SymbolLists) -> SymbolsRule {
    var copy = self
    copy.lists = lists
    return copy
  }

  public var lacks: String? { lists == nil ? "the lists of \(file ?? "a file")" : nil }

  public mutating func hear(_ control: Control) {
    guard let symbol = control.target.flatMap({ Symbol($0) }) else { return }
    switch control.action {
    case .allow: lists?.allow(symbol)
    case .pause: lists?.pause(symbol)
    default: break
    }
  }

  public func judge(_ entry: RiskEntry) -> RiskVerdict {
    lists?.allows(entry.order.symbol) == true ? .pass : .no(.rule(.notAllowed))
  }

  public func explanation(_ entry: RiskEntry) -> String {
    let allowed = lists?.allowed.map { $0.map(\.text).joined(separator: " ") } ?? "any symbol"
    let paused = lists?.paused.map(\.text).joined(separator: " ") ?? ""
    return "\(Self.kind): one of \(allowed)" + (paused.isEmpty ? "" : ", none of \(paused)")
  }
}
