import SFCore

/// What the stages of a session have said, as one: each line begins with the time at which it was
/// said, and so the lines of several logs come into one order.
public enum LogLines {
  /// Puts lines of each stage's log into the order of their times, those of one time in the order of
  /// the stages. Where there are several stages each line says whose it is.
  public static func merged(_ logs: [(stage: String, lines: [Substring])]) -> [String] {
    guard logs.count > 1 else { return logs.flatMap { $0.lines.map(String.init) } }
    var next = logs.map(\.lines.startIndex)
    var merged: [String] = []
    while true {
      let waiting = logs.indices.filter { next[$0] < logs[$0].lines.endIndex }
      guard
        let place = waiting.min(by: {
          time(logs[$0].lines[next[$0]]) < time(logs[$1].lines[next[$1]])
        })
      else { return merged }
      merged.append(line(logs[place].lines[next[place]], of: logs[place].stage))
      next[place] += 1
    }
  }

  private static func time(_ line: Substring) -> Substring { line.prefix(TimestampText.length) }

  private static func line(_ line: Substring, of stage: String) -> String {
    "\(time(line)) \(stage):\(line.dropFirst(TimestampText.length))"
  }
}
