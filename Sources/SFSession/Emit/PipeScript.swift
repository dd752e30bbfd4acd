import SFCore
import SFEngine
import SFServe

/// A session as a script of named pipes, for a shell without any of our serving: each stage a
/// process, each reader a pipe of its own, and the lines of each stage in a file: the bytes that the
/// session has in its journals.
public struct PipeScript: Sendable {
  private let stages: [StagePlan]

  /// Refuses what a shell alone cannot give: stages elsewhere, and streams of other sessions.
  public init(_ plan: SessionPlan) throws(ConfigurationError) {
    let names = plan.stages.map(\.name)
    for stage in plan.stages {
      if let host = stage.host {
        throw ConfigurationError(
          "the stage '\(stage.name)'", "is served by \(host), which a script of pipes cannot reach")
      }
      for input in stage.inputs where !names.contains(input.from) {
        throw ConfigurationError(
          "the stage '\(stage.name)'",
          "reads from '\(input.from)', which a script of pipes cannot reach")
      }
    }
    stages = plan.stages
  }

  /// Every shell of POSIX runs it.
  public var text: String {
    """
    #!/bin/sh
    # A pipeline as processes and named pipes, a pipe for each reader. Each stage's lines are in
    # DIRECTORY/STAGE.jsonl, the bytes that a session has in its journals:
    #   sh FILE DIRECTORY
    # The exit status is that of the last stage that failed.
    set -eu

    out=${1:?give a directory for the streams}
    mkdir -p "$out"
    pipes=$(mktemp -d)
    trap 'rm -rf "$pipes"' EXIT
    mkfifo \(pipes.map { "\"$pipes\"/\($0)" }.joined(separator: " \\\n  "))

    # What runs, by its process. Whoever stops the script stops the sources: the rest drains.
    set --
    sources=
    stopped=
    trap 'stopped=143; kill -s TERM $sources 2>/dev/null || :' INT TERM

    \(stages.map(jobs).joined(separator: "\n"))
    status=0
    for process in "$@"; do
      wait "$process" || {
        # Who writes to a reader that has ended ends by SIGPIPE: that one says why.
        code=$?
        [ "$code" -eq 141 ] || status=$code
      }
    done
    [ -z "$stopped" ] || {
      wait
      status=$stopped
    }
    exit "$status"

    """
  }

  /// The output of each stage, and an input for each of its readers.
  private var pipes: [String] {
    stages.map { Self.output(of: $0) }
      + stages.flatMap { stage in stage.inputs.map { Self.input($0, of: stage) } }
  }

  private static func output(of stage: StagePlan) -> String {
    ShellWord.quoted("\(stage.name).out")
  }

  private static func input(_ input: StagePlan.Input, of stage: StagePlan) -> String {
    ShellWord.quoted("\(stage.name).\(input.name)")
  }

  /// The stage itself, and who hands its lines on.
  private func jobs(of stage: StagePlan) -> String {
    let source = stage.inputs.first.map { "\"$pipes\"/\(Self.input($0, of: stage))" } ?? "/dev/null"
    let words = stage.words.map { word($0, of: stage) }.joined(separator: " ")
    let output = "\"$pipes\"/\(Self.output(of: stage))"
    let readers = stages.flatMap { reader in
      reader.inputs.filter { $0.from == stage.name }.map {
        (isMain: $0 == reader.inputs.first, pipe: "\"$pipes\"/\(Self.input($0, of: reader))")
      }
    }
    // A shell opens what stands behind '>' before tee opens the rest, and so the way from stage to
    // stage is open before any side input is waited for.
    let main = readers.first { $0.isMain } ?? readers.first
    let others = readers.map(\.pipe).filter { $0 != main?.pipe }
    let file = "\"$out\"/\(ShellWord.quoted("\(stage.name).jsonl"))"
    let copies = ([file] + stage.tees.map(ShellWord.quoted) + others).joined(separator: " ")
    let isSource = stage.inputs.isEmpty ? "\nsources=\"$sources $!\"" : ""
    return """
      \(words) <\(source) >\(output) &
      set -- "$@" "$!"\(isSource)
      tee \(copies) <\(output) >\(main?.pipe ?? "/dev/null") &
      set -- "$@" "$!"

      """
  }

  /// A word, with paths of pipes in place of the names of inputs.
  private func word(_ word: String, of stage: StagePlan) -> String {
    for input in stage.inputs.dropFirst() {
      let parts = word.split(separator: "{\(input.name)}", omittingEmptySubsequences: false)
      guard parts.count > 1 else { continue }
      let pipe = "\"$pipes\"/\(Self.input(input, of: stage))"
      return parts.map { $0.isEmpty ? "" : ShellWord.quoted(String($0)) }.joined(separator: pipe)
    }
    return ShellWord.quoted(word)
  }
}
