import SFCore
import SFDigest
import SFWire

/// What a session trades, as SHA-256: names and settings of its stages and the hash of its model.
///
/// Left out is what makes no other strategy of it: versions, capital, scale and begin, places, and the
/// venue. Of the market only symbols and interval count, so that a source that follows an exchange and
/// one that replays what is stored are the same.
public struct ConfigurationHash: Equatable, Sendable {
  public struct Stage: Equatable, Sendable {
    public let name: String
    public let hash: String

    public init(name: String, hash: String) { (self.name, self.hash) = (name, hash) }
  }

  public let stages: [Stage]
  /// What the model calls itself; `nil` without one.
  public let model: String?
  /// Of all of it.
  public let hash: String

  private static let source = "sf-ingest"
  private static let strategy = "sf-strategy"
  private static let venue = "sf-broker"
  private static let ofSource = ["symbols", "interval"]
  /// What may be another without that the strategy is; its model is told apart.
  private static let free: Set<String> = [
    "model", "capital", "scale", "trade_from", "input", "output", "carry", "market", "answers",
    "checkpoint",
    "ledger", "tee", "requests",
  ]

  /// By the header of what a venue is asked for, or of any stream behind it; `reloaded` is what the
  /// model has become since, `nil` where it is still the one of the header.
  public init(_ header: Header, model reloaded: String? = nil) throws {
    let library = try SHA256Library.open()
    let model = reloaded ?? Self.model(of: header)
    stages = header.stages.filter { !Self.isVenue($0) }.map { entry in
      Stage(name: Self.name(of: entry), hash: library.hexadecimal(of: Self.text(of: entry)))
    }
    self.model = model
    let all = stages.map { "\($0.name) \($0.hash)\n" }.joined() + "model \(model ?? "-")\n"
    hash = library.hexadecimal(of: Array(all.utf8))
  }

  /// What the strategy says of its model in its header.
  private static func model(of header: Header) -> String? {
    let entry = header.stages.last { $0.name == strategy }
    guard case .text(let hash)? = entry?.setting(named: "model")
    else { return nil }
    return hash
  }

  private static func isVenue(_ entry: StageEntry) -> Bool { isNamed(entry, venue) }

  private static func isNamed(_ entry: StageEntry, _ tool: String) -> Bool {
    entry.name == tool || entry.name.hasPrefix("\(tool)-") || entry.name.hasPrefix("\(tool) ")
  }

  private static func name(of entry: StageEntry) -> String {
    isNamed(entry, source) ? source : entry.name
  }

  /// The entry as its line, without what does not count.
  private static func text(of entry: StageEntry) -> [UInt8] {
    var entry = entry
    entry.version = ""
    if isNamed(entry, source) {
      entry.name = source
      entry.config = ofSource.compactMap { key in entry.config.first { $0.key == key } }
    } else {
      if let place = entry.config.firstIndex(where: { $0.key == "min_notional" }),
        let share = share(entry.config[place], in: entry)
      {
        entry.config[place] = Setting("min_notional", .number(share))
      }
      entry.config.removeAll { free.contains($0.key) }
    }
    var line = ByteBuffer(capacity: 1_024)
    HeaderLine.write(Header(stages: [entry]), to: &line)
    return Array(line.bytes)
  }

  /// An amount as a part of the capital, to nine decimals: what follows from the capital is no choice.
  private static func share(_ setting: Setting, in entry: StageEntry) -> String? {
    guard case .number(let text) = setting.value, let amount = Double(text),
      case .number(let whole)? = entry.setting(named: "capital"),
      let capital = Double(whole), capital > 0
    else { return nil }
    return "\((amount / capital * 1_000_000_000).rounded() / 1_000_000_000)"
  }

  /// What another one has otherwise, as a sentence; `nil` where they are the same.
  public func difference(from other: ConfigurationHash) -> String? {
    for (own, other) in zip(stages, other.stages) where own != other {
      return own.name == other.name
        ? "\(own.name) is set otherwise" : "found \(own.name), expected \(other.name)"
    }
    if let more = stages.dropFirst(other.stages.count).first { return "\(more.name) is new" }
    if let gone = other.stages.dropFirst(stages.count).first { return "\(gone.name) is gone" }
    guard model != other.model else { return nil }
    return "the model is \(model ?? "none"), and was \(other.model ?? "none")"
  }

  /// As it was written down.
  init(stages: [Stage], model: String?, hash: String) {
    (self.stages, self.model, self.hash) = (stages, model, hash)
  }
}
