import SFCore
import SFTestSupport
import SFWire
import Testing
import SFRun

/// Runs the loop over a text and keeps everything that can be seen of it.
struct Loop {
  var output = ""
  var outcome: Chain.Outcome?
  /// `LINE:COLUMN: message`, and the exit status.
  var error: String?
  var status: SFCore.ExitStatus?
  var warnings: [String] = []
  var skipped = 0

  init(
    _ lines: [String], _ links: [Chain.Link] = [Loop.counter], piece: Int = .max,
    skip: Int = 0, ending: String = "\n"
  ) {
    let text = lines.map { $0 + ending }.joined()
    self.init(text: text, links, piece: piece, skip: skip)
  }

  init(text: String, _ links: [Chain.Link] = [Loop.counter], piece: Int = .max, skip: Int = 0) {
    let sink = MemorySink()
    var said: [String] = []
    let source = WireSource(
      MemorySource(text, piece: piece), policy: .init(skipped: skip),
      onSkip: { said.append("\($0.place): \($0.message)") })
    var chain = Chain(source, links, [Tap(after: links.count, to: sink)])
    do {
      outcome = try chain.run()
    } catch let error as InputError {
      self.error = "\(error.line):\(error.column): \(error.message)"
      status = error.exitStatus
    } catch let error as any ReportableError {
      self.error = error.message
      status = error.exitStatus
    } catch {
      self.error = "\(error)"
      status = .bug
    }
    output = sink.text
    warnings = said
    skipped = chain.skippedLines
  }

  var lines: [String] {
    output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  /// A stage that adds a signal for every bar, and closes with a refusal.
  static var counter: Chain.Link { Chain.Link(CountingStage(), entry: entry) }

  static let entry = StageEntry(name: "count", version: "1", config: [])
  static let entryText = "{\"name\":\"count\",\"version\":\"1\",\"config\":{}}"

  // MARK: Lines

  static let header =
    "{\"type\":\"header\",\"protocol\":1,\"stages\":[{\"name\":\"a\",\"version\":\"1\",\"config\":{}}]}"
  static let grown =
    "{\"type\":\"header\",\"protocol\":1,\"stages\":[{\"name\":\"a\",\"version\":\"1\",\"config\":{}},\(entryText)]}"
  static let made = "{\"type\":\"header\",\"protocol\":1,\"stages\":[\(entryText)]}"

  static func ts(_ minute: Int) -> String {
    "2026-01-05T09:\(minute < 10 ? "0" : "")\(minute):00.000Z"
  }

  static func bar(_ minute: Int, _ symbol: String = "A") -> String {
    "{\"type\":\"bar\",\"ts\":\"\(ts(minute))\",\"symbol\":\"\(symbol)\",\"interval\":\"1m\",\"open\":1.0,\"high\":2.0,\"low\":1.0,\"close\":1.5}"
  }

  static func signal(_ minute: Int, _ count: Int, _ symbol: String = "A") -> String {
    "{\"type\":\"signal\",\"ts\":\"\(ts(minute))\",\"symbol\":\"\(symbol)\",\"interval\":\"1m\",\"detector\":\"count\",\"direction\":\"rise\",\"strength\":\(count).0}"
  }

  static func mark(_ minute: Int) -> String { "{\"type\":\"mark\",\"ts\":\"\(ts(minute))\"}" }

  static func closing(_ minute: Int) -> String {
    "{\"type\":\"refusal\",\"ts\":\"\(ts(minute))\",\"symbol\":\"A\",\"by\":\"count\",\"reason\":\"end_of_data\",\"detector\":\"count\"}"
  }

  static func end(_ minute: Int?, _ counts: String = "", reason: String = "end_of_input") -> String
  {
    "{\"type\":\"end\"" + (minute.map { ",\"ts\":\"\(ts($0))\"" } ?? "")
      + ",\"reason\":\"\(reason)\",\"counts\":{\(counts)}}"
  }
}

struct CountingStage: Stage {
  var count = 0
  var isBound = false
  var reads: LineTypes { LineTypes(.bar) }
  var writes: LineTypes { LineTypes([.signal, .refusal]) }

  mutating func bind(_ header: Header, _ step: inout Step) throws(StageError) { isBound = true }

  mutating func update(_ step: inout Step) throws(StageError) {
    for bar in step.bars {
      count += 1
      step.add(
        Signal(series: bar.series, detector: "count", direction: .rise, strength: Double(count)))
    }
  }

  mutating func finish(_ step: inout Step) throws(StageError) {
    guard count > 0 else { return }
    step.add(
      Refusal(
        symbol: "A", by: "count", reason: "end_of_data", subject: .signal(detector: "count")))
  }
}
