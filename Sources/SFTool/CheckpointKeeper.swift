import SFCore
import SFRun
import SFTransport

/// Saves what a chain remembers, mark by mark, and what it is to go on with.
public final class CheckpointKeeper {
  /// What the run goes on with; `nil` when it begins at the start.
  public let memory: RunMemory?
  private let directory: CheckpointDirectory
  /// Which run the checkpoints are of.
  private let configuration: String
  /// In milliseconds.
  private let every: Int64
  private let count: Int
  /// The multiple at or before the last mark; `nil` before the first.
  private var last: Int64?

  /// Reads the checkpoint of the mark `resuming`; `count` of the newest stay, 0 for all.
  init(
    _ directory: CheckpointDirectory, of links: [Chain.Link], every: Int64, keeping count: Int,
    resuming mark: Timestamp?
  ) throws {
    self.directory = directory
    self.every = every
    self.count = count
    let configuration = try CheckpointFile.configuration(of: links)
    self.configuration = configuration
    memory = try mark.map { mark in
      try CheckpointFile(
        try directory.read(mark), name: directory.file(of: mark), configuration: configuration,
        of: links
      ).memory
    }
    last = memory.map { Self.multiple(of: every, at: $0.mark) }
  }

  /// Opens the file of the lines that is gone on with, cut to what had been written. Checkpoints
  /// behind the mark go first: what they say had been written is there no longer.
  public func sink(path: String, cutTo length: Int) throws -> DescriptorSink {
    guard let memory else { preconditionFailure("what is gone on with has a mark") }
    return try StreamFile.sink(path: path, cutTo: length, behind: memory.mark) {
      try directory.removeAll(behind: memory.mark)
    }
  }

  /// Has a chain go on where it stopped, and saved while it runs.
  public func attach(to chain: inout Chain) throws {
    if let memory { try chain.resume(memory) }
    chain.atMark = { [self] chain in
      if let ts = chain.lastMark, isDue(ts) { try save(&chain) }
    }
  }

  /// Saves what a chain remembers at its last mark.
  public func save(_ chain: inout Chain) throws {
    guard let memory = try chain.commit() else { return }
    try directory.write(
      try CheckpointFile(memory, configuration: configuration).bytes, of: memory.mark)
    if count > 0 { try directory.keep(newest: count) }
  }

  /// Whether a mark is the first at or after a multiple.
  private func isDue(_ ts: Timestamp) -> Bool {
    let multiple = Self.multiple(of: every, at: ts)
    defer { last = multiple }
    return multiple != last
  }

  private static func multiple(of every: Int64, at ts: Timestamp) -> Int64 {
    let rest = ts.milliseconds % every
    return (ts.milliseconds - (rest < 0 ? rest + every : rest)) / every
  }
}
