import SFCore
import SFJournal
import SFMonitor
import SFTransport

/// The journal of one stage of a session, read as it grows.
final class WatchedStage {
  let name: String
  let directory: String
  let roles: StreamRoles
  private(set) var mark: Timestamp?
  private var reader: JournalReader
  private let feed: StreamFeed
  private var hasBegun = false

  private static let block = 1 << 18
  /// Of market and signals what is older says nothing any more.
  private static let past = 2 * Timestamp.millisecondsPerDay

  init(_ name: String, _ directory: String, for roles: StreamRoles) throws {
    self.name = name
    self.directory = directory
    self.roles = roles
    reader = try JournalReader("\(directory)/journal")
    feed = StreamFeed(roles.types)
  }

  /// Takes some of what has come; returns whether that is all.
  func poll(_ state: inout SessionState) throws -> Bool {
    if !hasBegun {
      guard try reader.header() != nil else { return true }
      hasBegun = true
      mark = reader.droppedMark
      let isLong = roles.isDisjoint(with: [.trader, .venue])
      if isLong, let head = try reader.head(), let near = try reader.mark(before: head + -Self.past)
      {
        mark = max(mark ?? near, near)
      }
    }
    switch try reader.read(behind: mark, most: Self.block) {
    case .steps(let bytes, let last):
      try take(bytes, &state)
      mark = last
      return false
    case .tail(let bytes):
      if !feed.hasEnded { try take(bytes, &state) }
      return true
    case .nothing: return true
    case .gone:
      mark = reader.droppedMark
      return false
    }
  }

  private func take(_ bytes: [UInt8], _ state: inout SessionState) throws {
    do {
      try feed.take(bytes) { state.take($0, of: name, for: roles) }
    } catch {
      throw TransportError(
        .badData,
        "\(reader.file ?? directory): found \(error.found), expected \(error.expected)")
    }
  }
}
