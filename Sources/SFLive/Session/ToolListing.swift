import SFCore
import SFRun
import SFServe
import SFSession
import SFTransport

/// What a tool of ours prints with `--show-config`: all that it is told, in its own order. Nothing is
/// opened for it.
struct ToolListing {
  let status: Int32
  /// What it has said to people, in one line.
  let errors: String
  /// Each option with its value, without where that came from.
  let values: [(key: String, value: String)]

  /// Longer than any of our tools needs to start.
  private static let patience = TimeSpan.seconds(10)

  init(_ words: [String], _ clock: any Clock) throws {
    let end = words.firstIndex(of: "--") ?? words.endIndex
    let process = try PipedProcess(
      words[..<end] + ["--show-config"] + words[end...], clock)
    process.closeInput()
    _ = process.serve(patience: Self.patience, until: { _ in false })
    status = process.status ?? ExitStatus.bug.rawValue
    errors = String(decoding: process.errors, as: UTF8.self)
      .split(separator: "\n").joined(separator: "; ")
    values = String(decoding: process.output, as: UTF8.self).split(separator: "\n").compactMap {
      line in
      guard line.hasPrefix("  "), !line.hasPrefix("  #"),
        let colon = line.firstRange(of: ": "), let origin = line.ranges(of: "  # ").last
      else { return nil }
      return (
        String(line[..<colon.lowerBound].dropFirst(2)),
        String(line[colon.upperBound..<origin.lowerBound])
      )
    }
  }
}

extension StagePlan {
  /// Whether it is a tool of ours.
  var isTool: Bool { TextStage(name: name, words: words).tool != nil }
}
