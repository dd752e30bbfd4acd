import SFCore
import SFTool
import SFWire

/// Decides for each line of a stream whether it is shown, and keeps the end true to what is.
struct LineSelector: ~Copyable {
  private let types: Set<String>?
  private let symbols: Set<String>?
  private let from: Timestamp?
  private let to: Timestamp?
  private let changesEnd: Bool
  private var decoder = LineDecoder()

  /// The type of the line that was judged last.
  private(set) var type = LineType.unknown
  private var lastMark: Timestamp?
  private var shown: [String: Int] = [:]
  /// What was asked for and has not come.
  private var unmetTypes: Set<String>
  private var unmetSymbols: Set<String>

  init(_ selection: Selection) {
    types = selection.types
    symbols = selection.symbols
    unmetTypes = types ?? []
    unmetSymbols = symbols ?? []
    from = selection.from
    to = selection.to
    changesEnd = selection.changesEnd
  }

  /// Forgets the stream before: another file begins.
  mutating func begin() {
    lastMark = nil
    shown = [:]
  }

  enum Verdict {
    case show
    case leave
    /// Shown with these bytes, line feed included, in place of its own.
    case rewrite([UInt8])
  }

  mutating func verdict(on line: Line) throws(WireError) -> Verdict {
    let envelope = try decoder.envelope(of: line)
    type = envelope.type
    let name = type == .unknown ? try Self.member("type", of: line) ?? "" : type.name
    if let types {
      guard types.contains(name) else { return .leave }
      if !unmetTypes.isEmpty { unmetTypes.remove(name) }
    }
    if type == .header { return .show }
    if type == .end { return changesEnd ? .rewrite(try rewritten(line)) : .show }
    var ts = envelope.ts
    if type == .unknown, from != nil || to != nil, let text = try Self.member("ts", of: line) {
      ts = Timestamp(text)
    }
    if let from, let ts, ts < from { return .leave }
    if let to, let ts, ts >= to { return .leave }
    if let symbols, type != .mark, let symbol = try Self.member("symbol", of: line) {
      guard symbols.contains(symbol) else { return .leave }
      if !unmetSymbols.isEmpty { unmetSymbols.remove(symbol) }
    }
    if type == .mark { lastMark = envelope.ts }
    if changesEnd { shown[name, default: 0] += 1 }
    return .show
  }

  /// A sentence for each type and symbol that was asked for and did not come.
  var unmet: [String] {
    let names = LineType.allCases.map(\.name)
    return unmetTypes.sorted().map { type in
      let nearest = names.contains(type) ? nil : NearestName.help(for: type, among: names)
      return "no line of type '\(type)' came" + (nearest.map { ": \($0)" } ?? "")
    } + unmetSymbols.sorted().map { "no line of the symbol '\($0)' came" }
  }

  /// The end of what is shown: its last mark, and its counts of the types that the first stage counted.
  private func rewritten(_ line: Line) throws(WireError) -> [UInt8] {
    var end = try EndLine.read(line)
    end.ts = lastMark
    end.counts = end.counts.compactMap { count in
      shown[count.type].map { End.Count(type: count.type, lines: $0) }
    }
    var buffer = ByteBuffer(capacity: 512)
    EndLine.write(end, to: &buffer)
    return Array(buffer.bytes)
  }

  private static func member(_ key: String, of line: Line) throws(WireError) -> String? {
    try JSONValue(line)[key]?.string
  }
}
