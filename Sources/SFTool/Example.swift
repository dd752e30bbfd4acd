/// A command line for `--help` and what it does.
public struct Example: Sendable {
  public let purpose: String
  public let command: String

  /// The parser wraps help at 80 columns; a command that it wrapped would not run.
  private static let width = 76

  public init(_ purpose: String, _ command: String) {
    self.purpose = purpose
    // Line breaks of the source are not those of the terminal.
    self.command = command.split { $0 == " " || $0 == "\n" }.filter { $0 != "\\" }
      .joined(separator: " ")
  }

  /// The command in lines that fit, broken where a shell goes on by itself: behind `|` and `&&`,
  /// or else by `\` in place of a space.
  public var lines: [String] {
    var lines: [String] = []
    var line = ""
    for word in command.split(separator: " ") {
      let indent = lines.isEmpty ? "" : "  "
      if line.isEmpty {
        line = indent + word
      } else if line.count + 1 + word.count <= Self.width - 2 {
        line += " " + word
      } else {
        let (kept, rest) = Self.broken(line)
        lines.append(kept)
        line = "  " + (rest.isEmpty ? "" : rest + " ") + word
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// The line up to its last `|` or `&&`, and what follows; the whole with a `\` if it has none.
  private static func broken(_ line: String) -> (kept: String, rest: String) {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard let last = words.lastIndex(where: { $0 == "|" || $0 == "&&" }) else {
      return (line + " \\", "")
    }
    let rest = words[(last + 1)...].joined(separator: " ")
    return (words[...last].joined(separator: " "), rest)
  }
}
