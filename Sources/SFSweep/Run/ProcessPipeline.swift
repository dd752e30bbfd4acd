import SFCommands
import SFCore
import SFEngine
import SFTool

/// A pipeline with a program that is not ours in it, for `sf-backtest` to run.
struct ProcessPipeline {
  /// The words of each command in the mode of the sweep, without the report.
  private let commands: [[String]]
  /// Those of gate and venue behind the strategy.
  private let joining: [[String]]
  private let input: String?
  /// The place of the strategy among the commands; `nil` when it is none of ours.
  private let strategy: Int?
  /// What the strategy begins with; 0 when there is none.
  let capital: Price
  /// The command that reads the market, and its words; `nil` when it is none of ours, or waits.
  private let source: (any SourceCommand)?
  let sourceWords: [String]

  init(_ parsed: PipelineText, _ parts: [BacktestPart], _ cache: CommandCache) throws {
    var words = parsed.commands.map { cache.mode.words($0.words) }
    if let last = words.last?.first, SweepMode.tool(of: last) == "sf-report" { words.removeLast() }
    let joined = words.indices.reversed().prefix { parts[$0].joining != nil }.count
    joining = words.suffix(joined)
    words.removeLast(joined)
    commands = words
    input = parsed.input
    strategy = words.indices.last { parts[$0].stage is StrategyCommand }
    capital = try strategy.flatMap { try parts[$0].stage?.capital } ?? .zero
    sourceWords = parsed.commands[0].words
    if case .source(let source) = parts[0], source.neverWaits, parsed.input == nil {
      self.source = source
    } else {
      source = nil
    }
  }

  /// Who has to know the market before it runs asks this.
  var ownSource: any SourceCommand {
    get throws {
      guard let source else {
        throw ConfigurationError(
          "the pipeline", "must begin with sf-ingest and its files",
          help: "isolated books and slices of time follow from the market")
      }
      return source
    }
  }

  /// Whether its report is made of what the strategy writes before gate or venue.
  var hasGate: Bool { !joining.isEmpty }

  /// The text without its report: of one symbol, or of a slice of time, on the terms given.
  func text(_ terms: TradingTerms, symbol: Symbol? = nil, slice: Slice? = nil) throws -> String {
    var commands = commands
    if let input { commands[0] += ["<", input] }
    if !terms.isUsual || slice != nil {
      guard let strategy, strategy == commands.count - 1 else { throw TradingTerms.noStrategy }
      commands[strategy] += terms.words
      if let slice {
        commands.insert(
          // Bars are those whose mark lies behind the beginning, up to the end.
          ["sf-cat", "--from", "\(slice.from + 1)", "--to", "\(slice.to + 1)"], at: strategy)
      }
    }
    if hasGate {
      guard !terms.closesAtEnd else {
        throw ConfigurationError(
          "the pipeline",
          "must be of our tools alone where a slice of it ends behind sf-risk or sf-broker")
      }
      // What the venue is asked and answers is nobody's here: what the strategy writes counts.
      commands += [["tee", "fd:1"]] + joining + [["sh", "-c", "cat > /dev/null"]]
    }
    if let symbol { commands.insert(["sf-cat", "--symbol", symbol.text], at: 1) }
    return commands.map { $0.map { $0 == "<" ? $0 : ShellWord.quoted($0) }.joined(separator: " ") }
      .joined(separator: " | ")
  }
}
