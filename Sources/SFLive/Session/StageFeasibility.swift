import SFCore
import SFJournal
import SFServe
import SFTool
import SFTransport

/// What can be known of stages before one is started: a stage that cannot begin would be started
/// again and again, and leave a directory behind that belongs to its text.
enum StageFeasibility {
  /// Programs that are not there, and copies that would destroy what a stage reads, are errors.
  static func check(_ stages: [StagePlan]) throws {
    for stage in stages where stage.host == nil { try findProgram(of: stage) }
    try FilePlaces(reads: stages.flatMap(\.words), writes: stages.flatMap(\.tees)).check()
  }

  private static func findProgram(of stage: StagePlan) throws {
    guard let name = stage.words.first else { return }
    if ProgramPath.find(name) != nil { return }
    let isThere = ProgramPath.candidates(name).contains(where: ProgramPath.isFile)
    throw TransportError(
      isThere ? .unavailable : .noInput,
      "the stage '\(stage.name)': found "
        + (isThere ? "'\(name)', which nobody may run" : "no program '\(name)'"),
      help: isThere ? "chmod +x \(name)" : NearestName.help(for: name, among: tools))
  }

  /// Those beside this one.
  private static var tools: [String] {
    // Advice alone depends on it.
    let names = SiblingTool.directory.flatMap(DirectoryEntries.names) ?? []
    return names.filter { $0.hasPrefix("sf-") && !$0.contains(".") }
  }
}
