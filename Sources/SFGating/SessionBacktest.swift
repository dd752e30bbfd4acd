import SFCore
import SFEngine
import SFGate
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

/// `sf-backtest` of a session's text, in a directory of its own that goes with it.
final class SessionBacktest {
  private let session: GateSession
  private let place: String

  init(_ session: GateSession) throws {
    self.session = session
    var name = Array("\(Self.temporary)/sf-gate-XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else {
      throw TransportError(
        .cannotCreate,
        "cannot create a directory in '\(Self.temporary)': "
          + TransportError.reason(errno))
    }
    place = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit {
    for file in DirectoryEntries.names(in: place) ?? [] { unlink("\(place)/\(file)") }
    rmdir(place)
  }

  private static var temporary: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

  // MARK: The recorded market

  /// Whether the text makes the session's journals of the market that was recorded.
  func comparison() throws -> GateEvidence.Comparison {
    if let reason = session.strangeness { return .unknown(reason) }
    do { return try compared() } catch let error as any ReportableError
      where error.exitStatus == .badData
    {
      // A journal that is not what was written down of it is no other's either.
      return .differs(error.message)
    }
  }

  private func compared() throws -> GateEvidence.Comparison {
    let stages = session.text.stages
    guard stages.count > 1 else { return .unknown("the session has one stage alone") }
    let market = "\(place)/\(Self.file(stages[0].name))"
    try copy(session.directory(of: stages[0].name), to: market)
    if let failure = try run(Array(stages.dropFirst()), input: market) {
      return .unknown("no backtest over the recorded market could be made: \(failure)")
    }
    var bytes = 0
    for stage in stages.dropFirst() {
      let found = try JournalComparison(
        stage: stage.name, journal: session.directory(of: stage.name),
        backtest: "\(place)/\(Self.file(stage.name))")
      if let difference = found.difference { return .differs(difference) }
      bytes += found.bytes
    }
    return .same(stages: stages.count - 1, bytes: bytes)
  }

  private func copy(_ stage: String, to path: String) throws {
    let source = try Endpoint.open(input: stage)
    let sink = try Endpoint.open(output: path)
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try block.withUnsafeMutableBytes { try source.read(into: $0) }
      guard count > 0 else { return }
      try block.withUnsafeBytes { try sink.write(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
  }

  // MARK: The complete market

  /// What the text brings over all that is stored of the market by now, in the time of the session.
  func complete() throws -> Result<GateRun, GateEvidence.Missing> {
    if let reason = session.strangeness { return .failure(.init(reason)) }
    var text = session.text
    do { text = try Rehearsal.of(text) } catch {
      return .failure(.init("the complete market is not known: \(error.message)"))
    }
    guard let strategy = text.index(ofTool: "sf-strategy") else {
      return .failure(.init("the session has no sf-strategy"))
    }
    text.stages[0].words = Self.unpaced(text.stages[0].words)
    if let failure = try run(text.stages, input: nil) {
      return .failure(.init("no backtest over the complete market could be made: \(failure)"))
    }
    return .success(try RunReading.run(of: "\(place)/\(Self.file(text.stages[strategy].name))"))
  }

  /// Without the rhythm of a rehearsal.
  private static func unpaced(_ words: [String]) -> [String] {
    guard let place = words.firstIndex(of: "--replay"), place + 1 < words.count else {
      return words.filter { !$0.hasPrefix("--replay=") }
    }
    return Array(words[..<place] + words[(place + 2)...])
  }

  // MARK: Running

  /// A name that none of ours in the directory is.
  private static func file(_ stage: String) -> String { "\(stage).stream" }

  /// Runs stages, whose lines go into a file each; returns why that failed, `nil` where it did not.
  private func run(_ stages: [TextStage], input: String?) throws -> String? {
    var commands = stages.flatMap { stage in
      [
        stage.words.map(ShellWord.quoted).joined(separator: " "),
        "tee \(ShellWord.quoted("\(place)/\(Self.file(stage.name))"))",
      ]
    }
    if let input { commands[0] += " < \(ShellWord.quoted(input))" }
    let text = commands.joined(separator: " | ") + " > /dev/null\n"
    let file = "\(place)/text"
    try AtomicFile.write(text, to: file)
    let errors = try Endpoint.file(writing: "\(place)/said")
    defer { close(errors) }
    var program = Program([SiblingTool.path(of: "sf-backtest"), "-q", "-f", file])
    program.input = .nothing
    program.output = .nothing
    program.errors = .descriptor(errors)
    program.hidden = ProcessEnvironment.variables.map(\.name).filter { $0.hasPrefix("SF_") }
    program.environment = environment
    let ending = try ChildProcess(program).wait()
    // A session that goes on has no end yet, and its market is a stream that was cut.
    let isFine = [.status(0), .status(ExitStatus.badData.rawValue)].contains(ending)
    let said = try Endpoint.text(of: "\(place)/said").split(separator: "\n").first.map(String.init)
    return isFine && (ending == .status(0) || input != nil)
      ? nil : "sf-backtest ended with \(ending.shellStatus): \((said ?? "it said nothing").shown())"
  }

  /// What the stages of the session find, too.
  private var environment: [(name: String, value: String)] {
    guard let kept = session.plan.variables else { return [] }
    let settings = session.settings
    return kept.map { ($0.name, $0.value) }
      + [("SF_CONFIG", "\(settings)/sf.yaml"), ("XDG_CONFIG_HOME", settings)]
  }
}
