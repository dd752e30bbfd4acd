/// A program as it is to be started: its words, and what it finds and inherits.
///
/// Whatever this process ignores or blocks, the program starts with SIGPIPE ending it and with no
/// signal blocked. Of all that this process has opened it inherits three descriptors and no other.
public struct Program {
  /// What a program finds at one of its three descriptors.
  public enum Stream {
    /// What this process has there.
    case inherited
    /// An input that has ended; an output that nobody reads.
    case nothing
    case descriptor(Int32)
  }

  /// The program and its arguments; without a slash it is looked for on the PATH.
  public let words: [String]

  public var input = Stream.inherited
  public var output = Stream.inherited
  public var errors = Stream.inherited

  /// What it finds at the descriptors 3, 4 and so on.
  public var further: [Int32] = []

  /// Variables of this process that it does not find.
  public var hidden: [String] = []

  /// Variables that it finds beside those of this process, or in their place.
  public var environment: [(name: String, value: String)] = []

  /// Whether it leads a process group of its own, so that signals reach what it starts too, and those
  /// of a terminal do not reach it.
  public var leadsGroup = false

  /// Whether it is ended, by KILL, when the thread that started it ends: with this process, if that
  /// thread waits for it or is the first.
  public var diesWithThread = true

  public init(_ words: [String]) {
    precondition(!words.isEmpty, "a program has a name")
    self.words = words
  }
}
