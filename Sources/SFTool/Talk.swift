import Logging
import SFCore
import SFRun

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a tool says to people: lines on standard error, or in a file, as text or JSON.
///
/// Text is `sf-x: warning: …`, or `FILE:LINE:COLUMN: error: …` where a line is
/// to blame; JSON has `ts level tool event` and further keys. The key `tool` names another tool
/// than the one that speaks.
public struct TalkHandler: LogHandler {
  public enum Format: String, CaseIterable, Sendable { case text, json }

  public var metadata: Logger.Metadata = [:]
  public var logLevel: Logger.Level
  private let tool: String
  private let format: Format
  private let descriptor: Int32
  private let clock: any Clock

  public init(
    tool: String, level: Logger.Level, format: Format, descriptor: Int32, _ clock: any Clock
  ) {
    self.tool = tool
    self.logLevel = level
    self.format = format
    self.descriptor = descriptor
    self.clock = clock
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    let keys = metadata.merging(event.metadata ?? [:]) { $1 }
    let text =
      format == .json
      ? json(event.level, event.message, keys) : plain(event.level, event.message, keys)
    var line = text.withoutSecrets + "\n"
    line.withUTF8 { bytes in
      // Nowhere is left to say that standard error cannot be written.
      _ = write(descriptor, bytes.baseAddress, bytes.count)
    }
  }

  private func plain(
    _ level: Logger.Level, _ message: Logger.Message, _ keys: Logger.Metadata
  ) -> String {
    let place = (keys["place"] ?? keys["tool"]).map { "\($0)" } ?? tool
    let name =
      switch level {
      case .critical, .error: "error: "
      case .warning: "warning: "
      default: ""
      }
    // Names and words of others are shown, not obeyed; nor do they make a second message.
    let help = keys["help"].map { "\nhelp: \("\($0)".shown(most: .max))" } ?? ""
    return "\(place.shown(most: .max)): \(name)\("\(message)".shown(most: .max))\(help)"
  }

  private func json(
    _ level: Logger.Level, _ message: Logger.Message, _ keys: Logger.Metadata
  ) -> String {
    var members = [
      ("ts", clock.time.description), ("level", level.rawValue),
      ("tool", keys["tool"].map { "\($0)" } ?? tool), ("event", "\(message)"),
    ]
    members += keys.filter { $0.key != "tool" }.sorted { $0.key < $1.key }
      .map { ($0.key, "\($0.value)") }
    return "{" + members.map { "\($0.jsonQuoted):\($1.jsonQuoted)" }.joined(separator: ",")
      + "}"
  }
}
