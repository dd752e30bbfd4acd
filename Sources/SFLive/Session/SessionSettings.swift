import SFCore
import SFJournal
import SFRun
import SFServe
import SFSession
import SFTool
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What speaks to the stages of a session beside their words: variables `SF_…` and files of
/// configuration. The session keeps those of its first start, so that a later one, from another
/// shell, is the same.
///
///     run/settings/sf.yaml           ./sf.yaml, or the file of --config or SF_CONFIG
///     run/settings/sf/config.yaml    that of the user
struct SessionSettings {
  /// Where the files are kept.
  let directory: String
  /// The file of `--config` or `SF_CONFIG`; `nil` for ./sf.yaml.
  let named: String?
  let clock: any Clock

  private static let here = "sf.yaml"
  private static let prefix = "SF_"
  private static let file = "SF_CONFIG"

  /// Variables that a serving process says to each stage itself.
  private static let ofTheSession: Set<String> = [
    file, "SF_AFTER", "SF_CHECKPOINT", "SF_CHECKPOINT_EVERY", "SF_CHECKPOINT_KEEP", "SF_LEDGER",
    "SF_LEDGER_SYNC", "SF_RECORDED", "SF_RESUME",
  ]
  /// What is said to those who run the session is for each start.
  private static let toOthers = ["SF_SERVE_", "SF_SESSION_"]

  init(_ directory: String, named: String?, _ clock: any Clock) {
    self.directory = directory
    self.named = named ?? Self.variable(Self.file)
    self.clock = clock
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// The variables of this process that speak to stages, sorted by name.
  static var variables: [SessionPlan.Variable] {
    ProcessEnvironment.variables.filter { speaksToStages($0.name) }.map { .init($0.name, $0.value) }
  }

  private static func speaksToStages(_ name: String) -> Bool {
    name.hasPrefix(prefix) && !ofTheSession.contains(name)
      && !toOthers.contains(where: name.hasPrefix)
  }

  // MARK: The first start

  /// Copies the files that speak; returns the variables that do.
  func keep(_ stages: [StagePlan]) throws -> [SessionPlan.Variable] {
    try checkUnasked(stages)
    for part in [directory, "\(directory)/sf"] {
      guard DirectoryEntries.make(part, 0o700) else {
        throw TransportError(
          .cannotCreate, "cannot create '\(part)': \(TransportError.reason(errno))")
      }
    }
    for (copy, text) in try texts() { try AtomicFile.write(text, to: copy, syncs: true) }
    return Self.variables
  }

  /// The files of the directory, each with what it says here and now.
  private func texts() throws -> [(copy: String, text: String)] {
    var paths = Configuration.paths(named)
    let isNear = named != nil || paths.first == Self.here
    let near = isNear ? paths.removeFirst() : nil
    return [
      // One that says nothing keeps a stage from reading what may lie here later.
      (Self.near(in: directory), try near.map { try Endpoint.text(of: $0) } ?? ""),
      ("\(directory)/sf/config.yaml", try paths.first.map { try Endpoint.text(of: $0) } ?? ""),
    ]
  }

  private static func near(in directory: String) -> String { "\(directory)/\(here)" }

  /// A file that nobody has asked for names no program and no place of writing: its copy, which is
  /// asked for, would. So each tool looks at it as it lies there.
  private func checkUnasked(_ stages: [StagePlan]) throws {
    guard named == nil, access(Self.here, F_OK) == 0 else { return }
    for stage in stages where stage.isTool {
      let listing = try ToolListing(stage.words, clock)
      guard let status = ExitStatus(rawValue: listing.status), status != .done else { continue }
      throw StageError(status, "the stage '\(stage.name)': \(listing.errors)")
    }
  }

  // MARK: Each start

  /// What a stage finds of it, by a plan that keeps it.
  static func environment(
    of plan: SessionPlan, _ directory: String
  ) -> @Sendable (StagePlan) -> [(name: String, value: String?)] {
    guard let kept = plan.variables else { return { _ in [] } }
    let hidden = variables.map { (name: $0.name, value: String?.none) }
      .filter { hidden in !kept.contains { $0.name == hidden.name } }
    let said = kept.map { (name: $0.name, value: String?.some($0.value)) }
    return { stage in
      let files: [(name: String, value: String?)] = [
        (file, near(in: directory)), ("XDG_CONFIG_HOME", directory),
      ]
      return hidden + said + (stage.isTool ? files : [])
    }
  }

  /// What speaks otherwise now than when the session was begun, which does not count.
  func differences(from plan: SessionPlan) throws -> [String] {
    guard let kept = plan.variables else { return [] }
    let now = Self.variables
    let names = Set((kept + now).filter { !(kept.contains($0) && now.contains($0)) }.map(\.name))
    let files = try texts().filter { try Endpoint.text(of: $0.copy) != $0.text }
    return names.sorted() + files.map { "what '\($0.copy)' was copied from" }
  }
}
