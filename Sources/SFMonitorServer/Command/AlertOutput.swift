import Logging
import SFCore
import SFMonitor
import SFWire

/// What is said of alerts: a line on standard output, and a message for people and their programs.
final class AlertOutput {
  private let sink: any ByteSink
  private let names: Bool
  private let log: Logger
  private var writer = LineWriter(capacity: 1 << 12)

  /// `names` says that lines name their sessions.
  init(_ sink: any ByteSink, names: Bool, _ log: Logger) {
    self.sink = sink
    self.names = names
    self.log = log
  }

  func say(_ alert: Alert, of session: String, at ts: Timestamp) throws {
    var step = Step()
    step.begin(ts)
    step.add(alert)
    writer.buffer.removeFirst(writer.buffer.count)
    for line in step.lines { writer.write(line, of: step) }
    if names {
      // Behind the last key, in the place of the closing brace.
      let text = String(decoding: writer.buffer.bytes, as: UTF8.self).dropLast(2)
      try sink.write(text: "\(text),\"session\":\(session.jsonQuoted)}\n")
    } else {
      try sink.write(writer.buffer.bytes)
    }
    let keys: Logger.Metadata = [
      "session": "\(session)", "rule": "\(alert.rule)", "state": "\(alert.state)", "mark": "\(ts)",
    ]
    let text = "\(session): \(alert.rule): \(alert.text)"
    log.log(level: Self.level(alert), "\(text)", metadata: keys)
  }

  /// What is over is a notice, however grave it was.
  private static func level(_ alert: Alert) -> Logger.Level {
    guard alert.state != "cleared", alert.state != "active" else { return .notice }
    return alert.level == "error" ? .error : alert.level == "warning" ? .warning : .notice
  }
}
