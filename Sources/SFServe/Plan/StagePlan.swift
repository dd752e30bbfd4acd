import SFCore

/// One stage of a session: the program that it is, and what it reads.
public struct StagePlan: Equatable, Sendable {
  /// A stream that a stage reads.
  public struct Input: Equatable, Sendable {
    /// What the words of the stage call it: `{answers}`. The first input of a stage is its standard
    /// input, and needs no name in the words.
    public var name: String

    /// A stage of the same session, the directory of another serving process's stage (a text with a
    /// slash), or `tcp://HOST:PORT`.
    public var from: String

    public init(name: String = "in", from: String) {
      self.name = name
      self.from = from
    }
  }

  /// Also that of its directory in the session's.
  public var name: String

  /// The program and its arguments; `{answers}` stands for the path of the input `answers`.
  public var words: [String]

  /// The first is its standard input.
  public var inputs: [Input]

  /// Whether the outside speaks through it though it has inputs: what it writes is no function of them.
  public var speaksForOutside: Bool

  /// A stage that remembers so little that it may begin so many marks before the end of its journal,
  /// uncompared; `nil` for one that gets its whole input.
  public var warmUp: Int?

  /// The machine whose serving process has it; `nil` for this one.
  public var host: String?

  /// Files that get a copy of its lines.
  public var tees: [String]

  public init(
    name: String, words: [String], inputs: [Input] = [], speaksForOutside: Bool = false,
    warmUp: Int? = nil, host: String? = nil, tees: [String] = []
  ) {
    self.name = name
    self.words = words
    self.inputs = inputs
    self.speaksForOutside = speaksForOutside
    self.warmUp = warmUp
    self.host = host
    self.tees = tees
  }

  /// Whether the outside speaks through it: each of its steps is on disk before anyone is shown it.
  public var isOrigin: Bool { speaksForOutside || inputs.isEmpty }

  /// Its words, with these paths in place of the names of its inputs.
  func words(withPaths paths: [(name: String, path: String)]) -> [String] {
    words.map { word in
      paths.reduce(word) { word, input in
        word.replacing("{\(input.name)}", with: input.path)
      }
    }
  }
}
