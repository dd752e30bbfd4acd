/// How a model is asked about entries.
public struct ModelRules: Hashable, Sendable, Codable {
  /// How many times it is asked again about an entry that it lets wait.
  public var wait: Int
  /// Signals of a detector by which it is judged: the last ones whose outcome is known.
  public var signalWindow: Int
  /// Bars of its symbol after which the outcome of a signal is known.
  public var signalHorizon: Int

  public init(wait: Int = 3, signalWindow: Int = 100, signalHorizon: Int = 10) {
    self.wait = wait
    self.signalWindow = signalWindow
    self.signalHorizon = signalHorizon
  }
}
