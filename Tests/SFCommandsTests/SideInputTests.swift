import ArgumentParser
import Foundation
import Logging
import SFCommands
import SFCore
import SFRun
import SFTestSupport
import SFTool
import Testing

/// A command with an input beside its main one.
@Suite struct SideInputTests {
  /// Says of each fill that comes with `--answers` that it has heard of it.
  private struct HearingStage: Stage {
    var reads: LineTypes { [] }
    var writes: LineTypes { LineTypes(.refusal) }

    mutating func update(_ step: inout Step) {
      for answer in step.answers {
        guard case .fill(let fill) = answer else { continue }
        step.add(
          Refusal(
            symbol: fill.symbol, by: "hearing", reason: .ended(.canceled),
            subject: .order(fill.order)))
      }
    }
  }

  private struct HearingCommand: StageCommand {
    static let examples: [Example] = []
    static let configuration = toolConfiguration("sf-hearing", "Hears of fills.")

    @Option var answers: String
    @OptionGroup var stream: StreamOptions
    @OptionGroup var checkpoints: CheckpointOptions
    @OptionGroup var talk: TalkOptions
    @OptionGroup var configured: ConfigurationOptions
    @Argument var inputPath = "-"

    var sides: [SidePath] {
      [SidePath("answers", path: answers, reads: LineTypes(.fill))]
    }

    func makeLink(_ log: Logger) -> Chain.Link {
      Chain.Link(HearingStage(), entry: StageEntry(name: "sf-hearing", version: "1", config: []))
    }
  }

  private static let header =
    #"{"type":"header","protocol":1,"stages":[{"name":"x","version":"1","config":{}}]}"#
  private static func ts(_ minute: Int) -> String { "2026-01-05T09:0\(minute):00.000Z" }
  private static func mark(_ minute: Int) -> String { #"{"type":"mark","ts":"\#(ts(minute))"}"# }
  private static func end(_ minute: Int) -> String {
    #"{"type":"end","ts":"\#(ts(minute))","reason":"end_of_input","counts":{"mark":\#(minute)}}"#
  }
  private static func fill(_ minute: Int) -> String {
    #"{"type":"fill","ts":"\#(ts(minute))","id":"o\#(minute)-1","order":"o\#(minute)","#
      + #""symbol":"A","side":"buy","price":1.0,"quantity":1.0,"fee":0.0,"position":"p","#
      + #""liquidity":"taker","at":"\#(ts(minute))"}"#
  }

  /// What the command writes of the two inputs: marks, and orders that it has heard of.
  private func run(main: [String], answers: [String], pipes: Bool) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }  // The system clears its directory.
    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
    func text(_ lines: [String]) -> Data { Data((lines.joined(separator: "\n") + "\n").utf8) }
    let suffix = pipes ? ".source" : ""
    try text(main).write(to: URL(fileURLWithPath: path("main" + suffix)))
    try text(answers).write(to: URL(fileURLWithPath: path("answers" + suffix)))
    let writer = Process()
    if pipes {
      for name in ["main", "answers"] { #expect(mkfifo(path(name), 0o600) == 0) }
      // Opens both before it writes to one: who reads the first before opening the second waits
      // for ever.
      writer.executableURL = URL(fileURLWithPath: "/bin/bash")
      writer.arguments = [
        "-c", "exec 3> main 4> answers; cat answers.source >&4; exec 4>&-; cat main.source >&3",
      ]
      writer.currentDirectoryURL = folder
      try writer.run()
    }
    let command = try Tool.parse(
      HearingCommand.self, [path("main"), "--answers", path("answers"), "-o", path("out")])
    #expect(try command.run(Logger(label: "test")) == .done)
    if pipes { writer.waitUntilExit() }
    return try String(contentsOfFile: path("out"), encoding: .utf8).split(separator: "\n")
      .compactMap {
        line in
        if line.hasPrefix(#"{"type":"mark""#) { return "mark" }
        return line.firstMatch(of: /"order":"(o\d)"/).map { String($0.1) }
      }
  }

  @Test(arguments: [false, true])
  func `a step has what each input said at its mark`(pipes: Bool) throws {
    let main = [Self.header, Self.mark(1), Self.mark(2), Self.mark(3), Self.end(3)]
    let answers = [
      Self.header, Self.fill(1), Self.mark(1), Self.mark(2), Self.fill(3), Self.mark(3),
      Self.end(3),
    ]
    #expect(
      try run(main: main, answers: answers, pipes: pipes)
        == ["o1", "mark", "mark", "o3", "mark"])
  }

  @Test func `a mark that the main input lacks is an error with the name of the input`() throws {
    let error = #expect(throws: StageError.self) {
      try run(
        main: [Self.header, Self.mark(2), Self.end(2)],
        answers: [Self.header, Self.mark(1), Self.mark(2), Self.end(2)], pipes: false)
    }
    #expect(error?.message.contains("'answers'") == true)
  }
}
