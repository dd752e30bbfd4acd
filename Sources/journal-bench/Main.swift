import SFCore
import SFJournal
import SFTransport

/// What a step costs in a journal, and a writer of one for tests that kill it.
///
///     journal-bench DIR                     a line `what<TAB>nanoseconds` for each measure
///     journal-bench write DIR < stream      the stream into a journal, behind what it has
///     journal-bench origin DIR < stream     the same, each step synced and then shown: its mark
///
/// `--segment BYTES` behind them is the longest segment. `bin/bench journal` makes a table.
@main
enum JournalBench {
  static func main() throws {
    var words = Array(CommandLine.arguments.dropFirst())
    var options = Journal.Options()
    if words.count > 2, words[words.count - 2] == "--segment",
      let bytes = Int(words[words.count - 1])
    {
      options.longestSegment = bytes
      words.removeLast(2)
    }
    switch (words.first, words.count) {
    case (let mode?, 2) where mode == "write" || mode == "origin":
      var copy = try StreamCopy(words[1], options, syncsSteps: mode == "origin")
      try copy.run()
    case (let directory?, 1): try JournalCosts(directory).run()
    default: throw ConfigurationError("", "expected DIR, write DIR or origin DIR")
    }
  }
}
