import ArgumentParser
import Logging
import SFCore
import SFIngest
import SFRun
import SFTool
import SFTransport
import SFWire

/// `sf-ingest sniff`: what a file looks like, and the options that read it.
public struct IngestSniffCommand: ToolCommand {
  public static let examples = [
    Example(
      "what a file looks like, and the command that reads it",
      """
      printf '<DATE>;<TIME>;<OPEN>;<HIGH>;<LOW>;<CLOSE>\\n2026.01.05;09:30;1.1;1.3;1.0;1.2\\n' \
          > EURUSD.csv && sf-ingest sniff EURUSD.csv
      """),
    Example("of several files", "sf-ingest sniff EURUSD.csv EURUSD.csv"),
    Example("of standard input", "sf-ingest sniff - < EURUSD.csv"),
  ]

  public static let configuration: CommandConfiguration = toolConfiguration(
    "sf-ingest sniff", "Says what a file of bars looks like, and the options that read it.",
    more: """
      It reads the first lines of each file and tries what files of bars look like. What it prints \
      has read these lines; where two forms of dates both do, it prints both, since only you know \
      whether 01.02. is in January. The zone of times and the interval are yours to say, too.
      """)

  @Argument(help: "Files with market data, - for standard input (the default).")
  var files: [String] = []

  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  /// So much of a file is looked at.
  private static let head = 16_384

  public init() {}

  public func run(_ log: Logger) throws -> ExitStatus {
    let output = LineOutput(try Endpoint.open(output: "-"))
    var status = ExitStatus.done
    for path in files.isEmpty ? ["-"] : files {
      let source = try Endpoint.open(
        input: path, stop: Interruption.descriptor, ifTerminal: NoInput(self))
      let guess = ShapeGuess(path, head: try Self.head(of: source), symbol: nil)
      let sights = guess.sights()
      for sight in sights { try output.write(sight.text(path)) }
      if let error = sights.isEmpty ? guess.failure() : nil {
        throw InputError(error)
      }
      if sights.isEmpty { status = .found }
      if sights.count > 1 {
        try output.write("\(path): \(sights.count) forms read it: only one of them is right\n")
      }
    }
    try output.flush()
    return status
  }

  /// The first lines, whole ones if there are more.
  private static func head(of source: any ByteSource) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < head {
      let piece = try [UInt8](unsafeUninitializedCapacity: head) { buffer, count in
        count = try source.read(into: UnsafeMutableRawBufferPointer(buffer))
      }
      if piece.isEmpty { return bytes }
      bytes += piece
    }
    let end = bytes.lastIndex { $0 == 10 || $0 == 13 } ?? bytes.count - 1
    return Array(bytes[...end])
  }
}

extension ShapeGuess.Sight {
  /// What was seen, a line each, and the command that reads it.
  fileprivate func text(_ path: String) -> String {
    var lines = notes.filter { note in
      switch note {
      case .columns, .ignoredColumns, .noVolume, .preamble: true
      default: false
      }
    }.map(\.text)
    if let first = bars.first, let last = bars.last {
      lines.append(
        "\(path): bars of \(first.symbol) from \(first.time) on, the last seen of \(last.time)")
    }
    let words = ["sf-ingest", path] + candidate.words
    return lines.joined(separator: "\n") + "\n" + words.joined(separator: " ") + "\n"
  }
}
