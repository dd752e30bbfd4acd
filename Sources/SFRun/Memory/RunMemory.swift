import SFCore

/// All that a run remembers at a mark, in one value: with the input behind the mark it goes on as
/// if nothing had happened.
public struct RunMemory: Codable, Sendable {
  /// Everything up to this mark has been written, and nothing behind it.
  public var mark: Timestamp
  /// What the stages of the chain say of themselves; `nil` for one that writes no stream.
  public var entries: [StageEntry?]
  /// The header of the stream as it was read.
  public var header: Header
  public var series: SeriesTable
  public var columns: ColumnTable
  public var source: SourceMemory
  /// The length of each output up to the mark, in bytes.
  public var lengths: [Int]
  public var stages: [StageMemory]

  /// A stage that can be put together again by whoever knows its type.
  public struct StageMemory: Codable, Sendable {
    /// Whether its columns have been resolved.
    public var isBound: Bool
    public var bytes: [UInt8]
  }
}
