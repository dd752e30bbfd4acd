import SFCore
import SFWire

/// A line that a program would have written in another way, had it not seen what comes later.
public struct Lookahead: Equatable, Sendable {
  /// The mark of the step that the line is of.
  public var ts: Timestamp
  /// The last mark that the program was given when it wrote `prefix`.
  public var cut: Timestamp
  /// The number of the line in the output.
  public var line: Int
  /// What was written while the stream ended at `cut`; `nil` for nothing.
  public var prefix: String?
  /// What was written when it went on; `nil` for nothing.
  public var whole: String?
  /// How many bars behind the line's own the program has looked at, at least.
  public var bars: Int

  /// The first line that differs, if one does; `marks` are those of the prefix, in order.
  init?(prefix: ProgramOutput, whole: ProgramOutput, marks: ArraySlice<Timestamp>) throws {
    guard let cut = marks.last, try prefix.through(cut) != whole.through(cut) else { return nil }
    var line = 1
    for (index, mark) in marks.enumerated() {
      let (a, b) = (try prefix.lines(through: mark), try whole.lines(through: mark))
      guard a != b else {
        line += a.count
        continue
      }
      let place = zip(a, b).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      let offset = place ?? min(a.count, b.count)
      ts = mark
      self.cut = cut
      self.line = line + offset
      self.prefix = offset < a.count ? String(decoding: a[offset], as: UTF8.self) : nil
      self.whole = offset < b.count ? String(decoding: b[offset], as: UTF8.self) : nil
      bars = marks.count - index
      return
    }
    return nil
  }
}

extension Lookahead {
  /// `FILE:LINE: error: what differs`, in one line.
  package func text(_ file: String) -> String {
    let written = { (line: String?) in
      line.map { "'\($0.shown(most: .max))'" } ?? "no such line"
    }
    return "\(file):\(line): error: found \(written(whole)) at \(ts), expected \(written(prefix)), "
      + "as when the stream ends at \(cut): it looks at least \(bars) "
      + "bar\(bars == 1 ? "" : "s") ahead\n"
  }

  package var json: JSONValue {
    func text(_ line: String?) -> JSONValue { line.map(JSONValue.string) ?? .null }
    return .object([
      .init(key: "level", value: .string("error")), .init(key: "rule", value: .string("lookahead")),
      .init(key: "line", value: .number("\(line)")),
      .init(key: "ts", value: .string("\(ts)")), .init(key: "cut", value: .string("\(cut)")),
      .init(key: "bars", value: .number("\(bars)")),
      .init(key: "prefix", value: text(prefix)), .init(key: "whole", value: text(whole)),
    ])
  }
}
