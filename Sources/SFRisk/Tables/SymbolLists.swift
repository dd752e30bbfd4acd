import SFCore

/// Which symbols may be entered.
public struct SymbolLists: Hashable, Sendable, Codable {
  /// `nil` for all.
  public private(set) var allowed: [Symbol]?
  public private(set) var paused: [Symbol]

  public init(allowed: [Symbol]?, paused: [Symbol]) {
    self.allowed = allowed
    self.paused = paused
  }

  func allows(_ symbol: Symbol) -> Bool {
    allowed?.contains(symbol) ?? true && !paused.contains(symbol)
  }

  mutating func allow(_ symbol: Symbol) {
    paused.removeAll { $0 == symbol }
    if let allowed, !allowed.contains(symbol) { self.allowed?.append(symbol) }
  }

  mutating func pause(_ symbol: Symbol) {
    if !paused.contains(symbol) { paused.append(symbol) }
  }
}
