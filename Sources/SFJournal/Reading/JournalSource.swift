import SFCore
import SFRun
import SFWire

/// A journal as the stream that it is: its segments one after another, with one header.
///
/// It may be read while it is written. What is not whole is not there yet; a stream without its end
/// is open, and no cut one. Where steps were dropped the stream begins behind them.
public final class JournalSource: ByteSource {
  /// What its reader waits with at the end of what is there; without it the source ends there.
  public struct Following {
    let clock: any Clock
    let stop: Int32

    /// Until the descriptor `stop` becomes readable; -1 is never readable.
    public init(_ clock: any Clock, stop: Int32) {
      self.clock = clock
      self.stop = stop
    }
  }

  public let name: String
  public private(set) var isStopped = false
  /// Whether the end that `read` said was not that of the stream: the journal has none yet.
  public private(set) var isOpen = false

  private var reader: JournalReader
  private let following: Following?
  private let watch: ChangeWatch?
  private var mark: Timestamp?
  private var hasHeader = false
  private var hasEnded = false
  private var pending: ArraySlice<UInt8> = []
  private var places = LinePlaces()

  private static let block = 1 << 16
  /// How long a change may stay unheard that a watch should have told: on disks of other machines.
  private static let patience = TimeSpan.seconds(1)

  /// `journal` is the directory of the segments; messages call the stream `name`.
  public init(_ journal: String, name: String, following: Following? = nil) throws(JournalError) {
    self.name = name
    self.following = following
    watch = following == nil ? nil : ChangeWatch(journal)
    reader = try JournalReader(journal)
  }

  /// The directory of segments that a directory stands for; `nil` when there is none.
  public static func journal(at path: String) -> String? {
    let inside = "\(path)/journal"
    if DirectoryEntries.names(in: inside) != nil { return inside }
    let directory = JournalDirectory(path: path)
    guard let names = DirectoryEntries.names(in: path) else { return nil }
    // One that cannot be read was no directory a moment later.
    let segments = try? directory.segments()
    return names.contains("about") || segments?.isEmpty == false ? path : nil
  }

  public var isReady: Bool {
    // What cannot be read is said by the read that comes.
    if pending.isEmpty, !hasEnded { try? look() }
    return !pending.isEmpty || hasEnded || following == nil
  }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while pending.isEmpty {
      if hasEnded || isStopped { return 0 }
      _ = watch?.hasHeard()
      try look()
      if !pending.isEmpty || hasEnded { continue }
      guard let following else {
        (hasEnded, isOpen) = (true, true)
        return 0
      }
      isStopped = wait(following)
    }
    let count = min(buffer.count, pending.count)
    buffer.copyBytes(from: pending.prefix(count))
    pending = pending.dropFirst(count)
    return count
  }

  /// The file and line of a line of the stream, counted from 1.
  public func place(ofLine line: Int) -> (file: String, line: Int) {
    places.place(ofLine: line) ?? (name, line)
  }

  /// Takes what stands next, if anything does.
  private func look() throws(JournalError) {
    if !hasHeader {
      guard let header = try reader.header() else { return }
      hasHeader = true
      mark = reader.droppedMark
      pending = header[...]
    } else {
      switch try reader.read(behind: mark, most: Self.block) {
      case .steps(let steps, let last): (pending, mark) = (steps[...], last)
      case .tail(let tail): (pending, hasEnded) = (tail[...], true)
      case .nothing: return
      case .gone(let floor):
        throw JournalError(
          .noInput,
          "the steps of '\(name)' behind \(mark.map { "mark \($0)" } ?? "its start") were dropped",
          help: floor.map { "the first that is kept is that of \($0)" })
      }
    }
    if let file = reader.file ?? reader.firstFile { places.add(pending, of: file) }
  }

  /// Returns whether the run is to stop.
  private func wait(_ following: Following) -> Bool {
    var awaited = WaitSet(stop: following.stop)
    if let watch { awaited.watch(watch.descriptor, .reading) }
    _ = awaited.wait(until: following.clock.now + Self.patience, following.clock)
    return awaited.isStopped
  }
}
