import ArgumentParser
import Logging
import SFCore
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

/// `sf-session emit`: a session as something that others run.
struct SessionEmitCommand: ToolCommand {
  static let examples = [
    Example(
      "As a script of named pipes, which writes the bytes of the journals",
      "sf-session emit sh -f pipelines/session.sh > pipes.sh && sh pipes.sh streams"),
    Example(
      "As a unit of systemd",
      "sf-session emit systemd -f pipelines/session.sh --dir run > signalflow-run.service"),
    Example(
      "With a stage that reads the market beside its pipe",
      "echo \"sf-ingest --synthetic | sf-features sma:5 | ./mine.py '{market}'\" > mine.sh && sf-session emit sh -f mine.sh --also mine:market=ingest | tail -n 30"
    ),
  ]

  static let configuration = toolConfiguration(
    "sf-session emit", "Writes a session as a unit of systemd, or as a script of named pipes.",
    more: """
      systemd: the unit starts sf-session with the machine and again when it fails, unless
      another start would fail as well. Its name stands in its first line.

      sh: each stage is a process and each reader has a pipe of its own; STAGE.jsonl in the
      directory that the script is given has the bytes of the session's journal. Nothing is
      started again. The text is taken as it stands: that of a session that has begun is
      DIR/text.
      """)

  enum Target: String, CaseIterable, ExpressibleByArgument { case systemd, sh }

  @Argument(help: "What to write.")
  var target: Target

  @OptionGroup(title: "Pipeline") var pipeline: PipelineOptions

  @Option(
    help: ArgumentHelp("For systemd: the directory of the session.", valueName: "directory"))
  var dir: String?

  @Option(
    help: ArgumentHelp(
      "Begin with the book of this session, as 'run --carry' does; of a script it must stay.",
      valueName: "directory"))
  var carry: String?

  @OptionGroup(title: "Wiring") var wiring: WiringOptions
  @OptionGroup(title: "Keeping") var keeping: KeepingOptions
  @OptionGroup(title: "Network") var network: FetchOptions
  @OptionGroup(title: "Messages") var talk: TalkOptions
  @OptionGroup(title: "Configuration") var configured: ConfigurationOptions

  func validate() throws {
    if target == .systemd, dir == nil { throw ValidationError("systemd needs --dir") }
  }

  func run(_ log: Logger) throws -> ExitStatus {
    var text = try pipeline.read()
    if keeping.replay { text = try Rehearsal.of(text) }
    if let carry, target == .sh {
      text = try FirstStart.asked(
        toCarry: try CarriedSession.stoppedStrategy(of: carry), text)
    }
    let plan = keeping.plan(try wiring.wiring.stages(of: text), textHash: "")
    try plan.validate()
    let output = try Endpoint.open(output: "-")
    switch target {
    case .sh: try output.write(text: try PipeScript(plan).text)
    case .systemd: try output.write(text: unit(of: dir ?? "").text)
    }
    return .done
  }

  private func unit(of directory: String) -> SystemdUnit {
    let name = directory.split(separator: "/").last.map(String.init) ?? directory
    let further = pipeline.arguments.isEmpty ? [] : ["--"] + pipeline.arguments
    let tools = SiblingTool.directory.map { "\($0.dropLast()):" } ?? ""
    return SystemdUnit(
      name: "signalflow-\(SystemdUnit.name(of: name)).service",
      description: "SignalFlow session \(name)",
      words: [
        SiblingTool.path(of: "sf-session"), "run", "-f", Self.absolute(pipeline.file), "--dir",
        Self.absolute(directory),
      ] + (carry.map { ["--carry", Self.absolute($0)] } ?? []) + wiring.words + keeping.words
        + network.words + further,
      directory: Self.absolute("."), path: "\(tools)/usr/local/bin:/usr/bin:/bin")
  }

  /// The path from the root.
  private static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let here = getcwd(nil, 0) else { return path }
    defer { free(here) }
    let directory = String(cString: here)
    return path == "." ? directory : "\(directory)/\(path)"
  }
}
