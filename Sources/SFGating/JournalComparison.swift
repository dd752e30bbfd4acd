import SFCore
import SFGate
import SFRun
import SFTransport
import SFWire

/// Compares what a backtest wrote with a journal, byte for byte.
struct JournalComparison {
  /// Where they differ first, as a sentence; `nil` where they do not.
  private(set) var difference: String?
  private(set) var bytes = 0

  private static let block = 1 << 16
  private static let shown = 200

  /// A stream without its end may go on in one of both: what both have is compared.
  init(stage: String, journal: String, backtest: String) throws {
    let own = Lines(try Endpoint.open(input: journal))
    let other = Lines(try Endpoint.open(input: backtest))
    var number = 0
    while true {
      let (a, b) = (try own.next(), try other.next())
      number += 1
      guard let a, let b else {
        if own.isOpen || a == nil && b == nil { return }
        let line = String(decoding: (a ?? b ?? []).prefix(Self.shown), as: UTF8.self).shown()
        difference =
          "\(Self.place(number, of: own, stage)): "
          + (a == nil ? "the backtest goes on with \(line)" : "the backtest ends before \(line)")
        return
      }
      if a != b {
        difference =
          "\(Self.place(number, of: own, stage)): found \(Self.text(a)), the backtest writes "
          + Self.text(b)
        return
      }
      bytes += a.count
    }
  }

  /// In which file of the journal a line stands.
  private static func place(_ number: Int, of lines: Lines, _ stage: String) -> String {
    let place = lines.source.place(ofLine: number)
    return "\(stage): \(place.file):\(place.line)"
  }

  private static func text(_ line: [UInt8]) -> String {
    String(decoding: line.prefix(shown), as: UTF8.self).shown(most: shown)
  }

  /// The lines of a source.
  private final class Lines {
    let source: any ByteSource
    private var pending: [UInt8] = []
    private var start = 0

    init(_ source: any ByteSource) { self.source = source }

    var isOpen: Bool { source.isOpen }

    /// With its line feed; `nil` at the end.
    func next() throws -> [UInt8]? {
      while true {
        if let end = pending[start...].firstIndex(of: 10) {
          defer { start = end + 1 }
          return Array(pending[start...end])
        }
        pending.removeFirst(start)
        start = 0
        let more = try [UInt8](unsafeUninitializedCapacity: JournalComparison.block) {
          $1 = try source.read(into: UnsafeMutableRawBufferPointer($0))
        }
        guard !more.isEmpty else {
          defer { pending = [] }
          return pending.isEmpty ? nil : pending
        }
        pending += more
      }
    }
  }
}
