import ArgumentParser
import Logging
import SFCommands
import SFCore
import SFReport
import SFRun
import SFTool
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `sf-plot`: draws a run in the terminal, as SVG or for gnuplot.
public struct PlotCommand: StageCommand {
  public static let examples = [
    Example(
      "Equity, drawdown and price of a backtest, in characters",
      "sf-ingest --synthetic --seed 7 --bars 20000 | sf-features sma:20 sma:50 |\n"
        + "    sf-detect sma_cross:20,50 | sf-strategy --forward all --exit tp_sl | tee run.jsonl | sf-plot"
    ),
    Example("Only the equity, as a picture", "sf-plot run.jsonl --show equity --svg equity.svg"),
    Example(
      "A script with its data, from which gnuplot makes a PNG",
      "sf-plot run.jsonl --gnuplot run.gp && head -3 run.gp"),
  ]
  public static let configuration = toolConfiguration(
    "sf-plot", "Draws a run: equity, drawdown, price with entries and exits.",
    more: "Reads the lines of sf-strategy. The price is drawn from bars where the stream has them "
      + "(sf-strategy --forward all), and from entries and exits alone where not.")

  public static let writesStream = false

  @Argument(help: ArgumentHelp("The run; - is standard input.", valueName: "file"))
  public var inputPath = "-"

  @OptionGroup(title: "Plot") var options: PlotOptions
  @OptionGroup(title: "Stream") public var stream: StreamOptions
  @OptionGroup(title: "Checkpoints") public var checkpoints: CheckpointOptions
  @OptionGroup(title: "Messages") public var talk: TalkOptions
  @OptionGroup(title: "Configuration") public var configured: ConfigurationOptions

  public init() {}

  public func makeLink(_ log: Logger) throws -> Chain.Link {
    for path in [stream.output, options.svg ?? "-", options.gnuplot ?? "-"] {
      try AtomicFile.check(path)
    }
    _ = try options.chosenSymbol()
    return Chain.Link(
      ReportStage(days: JudgedDays(read: CalendarOptions.read), keepsPage: true), entry: nil)
  }

  public func conclude(
    _ stage: any Stage, _ outcome: Chain.Outcome, _ log: Logger
  ) throws -> ExitStatus {
    guard let stage = stage as? ReportStage else {
      preconditionFailure("the chain gives back the stage that makeLink made")
    }
    let report = try stage.report(isComplete: outcome == .done)
    let plots = try Plot.plots(options.kinds, of: report, symbol: try options.chosenSymbol())
    if let svg = options.svg { try AtomicFile.write(SVGPlot.text(plots), to: svg) }
    if let path = options.gnuplot {
      try AtomicFile.write(GnuplotScript.text(plots, image: Self.image(of: path)), to: path)
    }
    if options.svg == nil, options.gnuplot == nil {
      try AtomicFile.write(terminalText(plots), to: stream.output)
    }
    if outcome == .cut {
      log.error("\(inputPath): found the end of a stream that was cut, expected an 'end' line")
    }
    if outcome == .open { log.sayOpen(inputPath) }
    return ExitStatus(outcome)
  }

  private func terminalText(_ plots: [Plot]) -> String {
    let isTerminal = stream.output == "-" && isatty(1) == 1
    let width = options.width ?? (isTerminal ? Self.terminalWidth : nil) ?? 80
    return plots.map {
      TerminalPlot.text(
        $0, width: width, height: options.height, isColored: options.color.isOn(isTerminal))
    }
    .joined(separator: "\n")
  }

  private static var terminalWidth: Int? {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 20 else { return nil }
    return Int(size.ws_col)
  }

  /// Beside the script, with its name.
  private static func image(of script: String) -> String {
    let file = script.split(separator: "/").last.map(String.init) ?? script
    guard let dot = file.lastIndex(of: "."), dot > file.startIndex else { return file + ".png" }
    return file[..<dot] + ".png"
  }
}

/// What is drawn, and how.
struct PlotOptions: ParsableArguments {
  /// When colours are used.
  enum Color: String, CaseIterable, ExpressibleByArgument {
    case auto, always, never

    /// By themselves only on a terminal that knows colours and a user who wants them.
    func isOn(_ isTerminal: Bool) -> Bool {
      switch self {
      case .always: true
      case .never: false
      case .auto: isTerminal && !Self.isUnwanted("NO_COLOR") && !Self.isDumb
      }
    }

    private static func isUnwanted(_ variable: String) -> Bool {
      getenv(variable).map { $0.pointee != 0 } ?? false
    }

    private static var isDumb: Bool { getenv("TERM").map { String(cString: $0) == "dumb" } ?? true }
  }

  @Option(help: ArgumentHelp("What to draw; may be repeated. [default: all]"))
  var show: [Plot.Kind] = []

  @Option(help: ArgumentHelp("Whose price: by default the first by name."))
  var symbol: String?

  @Option(
    help: ArgumentHelp(
      "Characters in a row: by default those of the terminal, or 80.", valueName: "count"))
  var width: Int?

  @Option(help: ArgumentHelp("Rows of each drawing.", valueName: "count"))
  var height = 16

  @Option(help: "Colours: auto, on a terminal.")
  var color = Color.auto

  @Option(help: ArgumentHelp("Write a picture here instead.", valueName: "file"))
  var svg: String?

  @Option(
    help: ArgumentHelp(
      "Write a script of gnuplot here instead; it makes a PNG beside where it runs.",
      valueName: "file"))
  var gnuplot: String?

  var kinds: [Plot.Kind] { show.isEmpty ? Plot.Kind.allCases : show }

  func validate() throws {
    if let width, !(20...1_000).contains(width) {
      throw ValidationError("--width must be between 20 and 1000, is \(width)")
    }
    guard (5...500).contains(height) else {
      throw ValidationError("--height must be between 5 and 500, is \(height)")
    }
  }

  func chosenSymbol() throws(ConfigurationError) -> Symbol? {
    guard let symbol else { return nil }
    guard let value = Symbol(symbol) else {
      throw ConfigurationError("--symbol", "must be a symbol, found '\(symbol)'")
    }
    return value
  }
}

extension Plot.Kind: ExpressibleByArgument {}
