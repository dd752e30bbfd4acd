import ArgumentParser
import SFCore
import SFRun
import SFTransport

/// Where a stage saves what it remembers, and from where it goes on.
public struct CheckpointOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Save what is remembered in files of this directory, named by their marks. Whether there are "
        + "any or not, a run begins at the start unless --resume says otherwise.",
      valueName: "directory"))
  var checkpoint: String?

  @Option(
    help: ArgumentHelp(
      "With --checkpoint: save at the first mark at or after each multiple of this time of the "
        + "market.", valueName: "interval"))
  var checkpointEvery = CheckpointInterval.hour

  @Option(
    help: ArgumentHelp(
      "With --checkpoint: so many of the newest stay, 0 for all.", valueName: "count"))
  var checkpointKeep = 16

  @Option(
    help: ArgumentHelp(
      "With --checkpoint: go on behind this mark, by its checkpoint. Input up to it is dropped; "
        + "--output FILE is cut to what had been written.", valueName: "mark"),
    transform: CheckpointOptions.mark)
  var resume: Timestamp?

  public init() {}

  public func validate() throws {
    if checkpointKeep < 0 {
      throw ValidationError("--checkpoint-keep must not be negative, is \(checkpointKeep)")
    }
    if resume != nil, checkpoint == nil {
      throw ValidationError("--resume goes with --checkpoint")
    }
  }

  /// Whether anything is to be saved or gone on with.
  public var isAsked: Bool { checkpoint != nil }

  /// A timestamp, or the name of a checkpoint's file.
  static func mark(_ text: String) throws -> Timestamp {
    guard let mark = CheckpointDirectory.mark(text) else {
      throw ValidationError(
        "found '\(text)', expected a mark like 2026-01-05T09:31:00.000Z or 20260105T093100000")
    }
    return mark
  }

  /// What keeps the checkpoints of a stage; `nil` when none are asked for.
  public func keeper(of link: Chain.Link) throws -> CheckpointKeeper? {
    guard let checkpoint else { return nil }
    return try CheckpointKeeper(
      CheckpointDirectory(checkpoint), of: [link], every: checkpointEvery.milliseconds,
      keeping: checkpointKeep, resuming: resume)
  }
}

/// How much time of the market lies between two checkpoints: `15m`, `1h`, `1d`.
public struct CheckpointInterval: ExpressibleByArgument, Sendable {
  let text: String
  let milliseconds: Int64

  static let hour = CheckpointInterval(text: "1h", milliseconds: 3_600_000)

  private init(text: String, milliseconds: Int64) {
    (self.text, self.milliseconds) = (text, milliseconds)
  }

  public init?(argument: String) {
    guard let milliseconds = Interval(argument)?.milliseconds else { return nil }
    self.init(text: argument, milliseconds: milliseconds)
  }

  public var defaultValueDescription: String { text }
}

/// Where a source goes on.
public struct AfterOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Go on behind this mark: what comes up to it is read and not written, nor is a header. "
        + "--output FILE is cut behind it.", valueName: "mark"),
    transform: CheckpointOptions.mark)
  public var after: Timestamp?

  public init() {}
}

/// What an origin that goes on has written before: what comes from outside cannot be made again.
public struct RecordedOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "With --after: what has been written so far, a directory of streams named by their first "
        + "marks, or one with such a directory 'journal'.", valueName: "directory"))
  public var recorded: String?

  public init() {}
}
