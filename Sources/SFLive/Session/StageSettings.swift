import SFCore
import SFRun
import SFServe
import SFSession
import SFTransport
import SFWire

/// What the commands of a plan are set to, by what they say of themselves in a header: two texts that
/// say the same in other words are one configuration.
struct StageSettings {
  private let clock: any Clock

  init(_ clock: any Clock) { self.clock = clock }

  /// Longer than any of our tools needs to start.
  private static let patience = TimeSpan.seconds(10)

  /// Whether two commands are set to the same. A source would open what it reads, and is asked for its
  /// options alone.
  func judge(_ old: StagePlan, _ new: StagePlan) -> PlanChange.Verdict {
    if old.inputs.isEmpty, old.isTool, new.isTool { return judge(sources: old, new) }
    guard let before = entry(of: old), let after = entry(of: new), before.name == after.name else {
      return .unknown
    }
    guard let difference = SettingChange.find(from: before, to: after) else { return .same }
    return .differs(difference)
  }

  private func judge(sources old: StagePlan, _ new: StagePlan) -> PlanChange.Verdict {
    guard old.words.first == new.words.first, let before = listing(of: old),
      let after = listing(of: new), before.map(\.key) == after.map(\.key)
    else { return .unknown }
    for (before, after) in zip(before, after) where before.value != after.value {
      return .differs(
        "--\(before.key.replacing("_", with: "-")) is \(after.value), and was \(before.value)")
    }
    return .same
  }

  /// `nil` for a tool that does not start.
  private func listing(of stage: StagePlan) -> [(key: String, value: String)]? {
    // What does not start is not judged: the caller says that nothing is known of it.
    guard let listing = try? ToolListing(stage.words, clock), listing.status == 0,
      !listing.values.isEmpty
    else { return nil }
    return listing.values
  }

  /// What a tool of ours adds to the header of a stream without a line; `nil` where it adds none.
  private func entry(of stage: StagePlan) -> StageEntry? {
    guard !stage.inputs.isEmpty, TextStage(name: stage.name, words: stage.words).tool != nil
    else { return nil }
    // A tool that does not start says nothing.
    guard let process = try? PipedProcess(words(of: stage), clock) else { return nil }
    var buffer = ByteBuffer()
    HeaderLine.write(Header(), to: &buffer)
    process.give(Array(buffer.bytes))
    process.closeInput()
    guard process.serve(patience: Self.patience, until: { _ in false }) == .done,
      let end = process.output.firstIndex(of: 10)
    else { return nil }
    return Line.withLine(of: Array(process.output[...end])) { line in
      // What is no header has no settings.
      try? HeaderLine.read(line).header.stages.last
    }
  }

  /// Inputs beside the main one are streams without a line.
  private func words(of stage: StagePlan) -> [String] {
    stage.words.map { word in
      stage.inputs.dropFirst().reduce(word) { $0.replacing("{\($1.name)}", with: "/dev/null") }
    }
  }
}
