/// A file in blocks of whole lines; half a line at its end is none.
struct LineBlocks {
  private let file: SegmentFile
  private let block: Int
  private var bytes: [UInt8] = []
  /// How many of `bytes` are whole lines.
  private var whole = 0
  /// Where `bytes` stand in the file.
  private(set) var place = 0

  init(_ file: SegmentFile, block: Int) {
    self.file = file
    self.block = block
  }

  /// Reads on; `false` when there is no whole line left.
  mutating func next() throws(JournalError) -> Bool {
    place += whole
    bytes.removeFirst(whole)
    whole = 0
    while true {
      let more = try file.read(at: place + bytes.count, block)
      if more.isEmpty { return false }
      let searched = bytes.count
      bytes += more
      if let last = bytes[searched...].lastIndex(of: 10) {
        whole = last + 1
        return true
      }
    }
  }

  func withLines<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<whole])) }
  }
}
