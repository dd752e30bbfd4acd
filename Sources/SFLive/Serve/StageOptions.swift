import ArgumentParser
import SFServe

/// One stage that is served by itself.
struct StageOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The directory of the stage.", valueName: "directory"))
  var dir: String?

  @Option(
    help: ArgumentHelp(
      "Where its standard input comes from: the directory of a stage, or tcp://HOST:PORT.",
      valueName: "stage"))
  var from: String?

  @Option(
    help: ArgumentHelp(
      "A further input: '{name}' in its words stands for the path of that stream.",
      valueName: "name=stage"),
    transform: StageOptions.input)
  var also: [StagePlan.Input] = []

  @Flag(
    help: """
      The outside speaks through it though it has inputs: each of its steps is on the disk before \
      anyone is shown it. A stage without inputs always is an origin.
      """)
  var origin = false

  @Option(
    help: ArgumentHelp(
      "A foreign stage that remembers so little that it may begin so many marks before the end of "
        + "its journal. What it writes is not compared, and the journal is marked as inexact.",
      valueName: "marks"))
  var warmUp: Int?

  @Option(
    help: ArgumentHelp("A file that gets a copy of its lines.", valueName: "file"))
  var tee: [String] = []

  init() {}

  func validate() throws {
    if let warmUp, warmUp < 1 {
      throw ValidationError("--warm-up must be 1 or more, is \(warmUp)")
    }
    if warmUp != nil, origin || from == nil {
      throw ValidationError("--warm-up is for a stage with an input that is no origin")
    }
    if !also.isEmpty, from == nil {
      throw ValidationError("--also goes with --from, which is the standard input")
    }
  }

  /// Whether anything is said that a session would say.
  var isGiven: Bool {
    dir != nil || from != nil || !also.isEmpty || origin || warmUp != nil || !tee.isEmpty
  }

  /// The stage, named by its directory.
  func plan(_ name: String, _ words: [String]) -> StagePlan {
    StagePlan(
      name: name, words: words,
      inputs: (from.map { [.init(from: Self.place($0))] } ?? []) + also,
      speaksForOutside: origin, warmUp: warmUp, tees: tee)
  }

  private static func input(_ text: String) throws -> StagePlan.Input {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      throw ValidationError("found '\(text)', expected NAME=STAGE as in answers=run/broker")
    }
    return .init(name: parts[0], from: place(parts[1]))
  }

  /// There is no session whose stage a bare name could be: it is a directory.
  private static func place(_ text: String) -> String {
    text.contains("/") ? text : "./\(text)"
  }
}
