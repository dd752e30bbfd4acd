import SFCore
import SFMonitor
import SFRun
import SFStats
import SFTransport
import SFWire

/// A stream that is watched as it comes: standard input, a file, a journal, a stage elsewhere.
final class WatchedStream: WatchedSource {
  private(set) var state: SessionState
  var ledger: LedgerLook? { nil }
  private let source: any ByteSource
  private let feed = StreamFeed(StreamRoles.whole.types)
  /// What has come of a line whose end has not.
  private var rest: [UInt8] = []
  private var line = 0

  /// What is taken at once, so that rules are asked now and then.
  private static let block = 1 << 16

  init(_ source: any ByteSource) {
    self.source = source
    state = SessionState(source.name)
  }

  func expect(_ cone: ExpectationCone) { state.expectation = cone }

  func takeSaid() -> [SaidAlert] { state.takeSaid() }

  /// Nobody knows whether a pipe brings what is now or what was stored.
  var isLived: Bool { false }

  func poll(at wall: Timestamp, _ eachMark: () throws -> Void) throws -> Bool {
    guard !state.machine.hasEnded else { return true }
    guard source.isReady else { return true }
    let bytes = try [UInt8](unsafeUninitializedCapacity: Self.block) { buffer, count in
      count = try source.read(into: UnsafeMutableRawBufferPointer(buffer))
    }
    if bytes.isEmpty {
      try take(rest.isEmpty ? [] : rest + [10], wall, eachMark)
      rest = []
      state.machine.hasEnded = true
      return true
    }
    let all = rest + bytes
    let end = all.lastIndex(of: 10).map { $0 + 1 } ?? 0
    guard all.count - end <= LineReader.longestLine else {
      throw InputError(
        file: source.name, line: line + 1, column: 1,
        message: "found a line of more than \(LineReader.longestLine) bytes")
    }
    rest = Array(all[end...])
    try take(Array(all[..<end]), wall, eachMark)
    return false
  }

  private func take(_ bytes: [UInt8], _ wall: Timestamp, _ eachMark: () throws -> Void) throws {
    for part in bytes.split(separator: 10, omittingEmptySubsequences: false) {
      line += 1
      if part.isEmpty { continue }
      var isNews = false
      do {
        try feed.take(Array(part) + [10]) {
          state.take($0, of: source.name, for: .whole)
          isNews = true
        }
      } catch {
        throw InputError(error, file: source.name, line: line)
      }
      guard isNews else { continue }
      state.machine.heard = wall
      try eachMark()
    }
    // What stands behind the last line feed is counted with the next bytes.
    line -= bytes.isEmpty ? 0 : 1
    if feed.hasEnded { state.machine.hasEnded = true }
  }
}
