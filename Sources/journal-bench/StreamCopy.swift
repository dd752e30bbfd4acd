import SFCore
import SFJournal
import SFTransport
import SFWire

/// Writes the stream on standard input into a journal, as a stage that is served would: what stands
/// there already is dropped, and the rest is appended as it comes.
struct StreamCopy {
  private let journal: Journal
  private let input: any ByteSource
  private let output: DescriptorSink
  private let syncsSteps: Bool
  private var lines: [UInt8] = []

  init(_ directory: String, _ options: Journal.Options, syncsSteps: Bool) throws {
    journal = try Journal(directory, options)
    input = try Endpoint.open(input: "-")
    output = try Endpoint.open(output: "-")
    self.syncsSteps = syncsSteps
  }

  mutating func run() throws {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 14, alignment: 16)
    defer { piece.deallocate() }
    while true {
      let count = try input.read(into: piece)
      if count == 0 { break }
      lines += UnsafeRawBufferPointer(rebasing: piece[..<count])
      takeHeader()
      try takeSteps()
    }
    // A stream that was cut leaves what a writer leaves that was killed.
    guard lines.last == 10 else { return }
    if !journal.isEnded { try journal.finish(lines) }
    try journal.sync()
    try show("end")
  }

  private mutating func takeHeader() {
    guard lines.starts(with: "{\"type\":\"header\"".utf8), let end = lines.firstIndex(of: 10) else {
      return
    }
    if journal.header == nil { journal.begin(Array(lines[...end])) }
    lines.removeFirst(end + 1)
  }

  /// Appends whole steps that the journal does not have.
  private mutating func takeSteps() throws {
    let marks = lines.withUnsafeBytes { bytes in
      var scanner = StepScanner(bytes)
      var marks: [MarkPlace] = []
      while let place = scanner.next() { marks.append(place) }
      return marks
    }
    var start = marks.last { $0.mark <= journal.head ?? .earliest }?.end ?? 0
    if syncsSteps {
      for place in marks where place.end > start {
        try journal.append(Array(lines[start..<place.end]))
        try journal.sync()
        try show("\(place.mark)")
        start = place.end
      }
    } else if let last = marks.last, last.end > start {
      try journal.append(Array(lines[start..<last.end]))
    }
    lines.removeFirst(marks.last?.end ?? 0)
  }

  private func show(_ text: String) throws { try output.write(text: text + "\n") }
}
