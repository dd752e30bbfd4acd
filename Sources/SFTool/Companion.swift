#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A tool behind a word of another: `sf-ingest binance …` is `sf-ingest-binance …`.
///
/// What only one way of working needs, such as a network library, stays out of the tool that starts
/// in every pipeline.
public enum Companion {
  /// What an argument has to be for another program to take over, by the tool's name.
  public static let words = ["sf-ingest": ["archive", "binance"]]

  /// Whether a command line is that of a companion.
  public static func isNamed(by arguments: [String], of tool: String) -> Bool {
    guard let first = arguments.first else { return false }
    return words[tool]?.contains(first) ?? false
  }

  /// Becomes the companion that the first argument names; returns where it names none.
  ///
  /// A file of that name is `./archive`.
  public static func takeOver(from tool: String) {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard isNamed(by: arguments, of: tool) else { return }
    let error = SiblingTool.become("\(tool)-\(arguments[0])", Array(arguments.dropFirst()))
    exit(Tool.report(error, TalkHandler.logger(tool)).rawValue)
  }
}
