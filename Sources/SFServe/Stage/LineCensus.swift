import SFCore
import SFJournal
import SFRun
import SFWire

/// The end of a stream that has none of its own: counted from its journal, since it may have been
/// written by many processes.
struct LineCensus {
  private(set) var end: End

  /// Counts the steps of a journal, and the closing lines that are to follow them.
  init(_ journal: String, closing: [UInt8]) throws {
    var counts = LineCounts()
    var reader = try JournalReader(journal)
    var mark = reader.droppedMark
    while case .steps(let bytes, let last) = try reader.read(behind: mark, most: 1 << 20) {
      try Self.count(bytes, &counts)
      mark = last
    }
    try Self.count(closing, &counts)
    end = End(ts: mark, reason: "end_of_input", counts: counts.all)
  }

  private static func count(_ bytes: [UInt8], _ counts: inout LineCounts) throws {
    var decoder = LineDecoder()
    var reader = LineReader(MemorySource(bytes))
    while try reader.fill() {
      while let line = try reader.next() { counts.count(try decoder.envelope(of: line).type) }
    }
  }
}
