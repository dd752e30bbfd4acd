import SFCore
import SFTool

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Tells the stream from the specs among the words of a tool that takes both: what can be no spec,
/// since no name stands at its start, and is `-`, a path, or a file that is there.
///
///     sf-features sma:20 bars.jsonl       sf-features sma:20 --input bars.jsonl
///
/// A file with the name of a spec is `./sma`.
struct StreamWord {
  let specs: [String]
  /// `-` for standard input.
  let input: String
  private let streams: [String]

  /// `input` is what `--input` says.
  init(_ words: [String], input: String) {
    specs = words.filter { !Self.isStream($0) }
    let found = words.filter(Self.isStream)
    streams = found + (input == "-" ? [] : [input])
    self.input = found.last ?? input
  }

  /// Refuses more than one input.
  func check() throws(UsageError) {
    guard streams.count > 1 else { return }
    throw UsageError(
      "found the inputs '\(streams[0])' and '\(streams[1])', expected one",
      help: "join streams by sf-ingest")
  }

  /// How names of files end, also where they are not there.
  private static let endings = [".jsonl", ".json", ".csv", ".gz"]

  private static func isStream(_ word: String) -> Bool {
    let head = word.prefix { !":=(@".contains($0) }
    guard !ColumnName.accepts(head) else { return false }
    return word == "-" || head.contains("/") || Self.endings.contains { head.hasSuffix($0) }
      || access(word, F_OK) == 0
  }
}
