import Foundation
import SFTestSupport
import Testing

/// What a model may do wrong: one sentence, or what the user chose in its place.
@Suite struct ModelMistakeTests {
  static let hasPython = Shell.has("python3")
  private static let rude = Shell.project.appendingPathComponent("Tests/Models/rude.py").path

  /// Three symbols that sign at once, so that several answers stand at a mark.
  private static let signals =
    "sf-ingest --synthetic --symbols A,B,C --bars 300 | sf-features sma:5 "
    + "| sf-detect --name up --rise 'close > sma_5'"

  private func run(_ how: String, _ options: String) throws -> Shell.Result {
    try Shell.run(
      "\(Self.signals) | timeout -s KILL 60 sf-strategy -q --exit time:3 "
        + "--max-positions-per-symbol 9 --model \"python3 '\(Self.rude)' '\(how)'\" \(options)")
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let how: String
    let status: Int32
    let sentence: String
    /// What alerts call the state.
    var state = "wrong"
    var testDescription: String { how }
  }

  static let cases = [
    Case(how: "dead", status: 69, sentence: "it has ended with status 3", state: "dead"),
    Case(how: "killed", status: 69, sentence: "it was ended by signal 9", state: "dead"),
    Case(how: "chatty", status: 65, sentence: "found 'let', expected '{'"),
    Case(how: "unasked", status: 65, sentence: "all is answered"),
    Case(
      how: "reversed", status: 65, sentence: ": answers come in the order of the requests"),
    Case(how: "id", status: 65, sentence: "found a decision on 'nobody-1', expected one on"),
    Case(how: "nan", status: 65, sentence: "found 'NaN', expected a number"),
    Case(how: "large", status: 65, sentence: "found a size_multiplier of 7.0, expected 0 to 1"),
    Case(how: "huge", status: 65, sentence: "found a line longer than 1 MiB"),
    Case(how: "few", status: 65, sentence: "of 2 decisions, expected one on"),
    Case(
      how: "time", status: 65,
      sentence: "found a decision of 2020-01-01T00:00:00.000Z, expected one of"),
    Case(
      how: "action", status: 65, sentence: "found '\"buy\"', expected enter, reduce, skip, wait"),
    Case(how: "reduce", status: 65, sentence: "found a reduce without 'size_multiplier'"),
    Case(how: "order", status: 65, sentence: "expected a decision, a model or a mark"),
    Case(how: "mark", status: 65, sentence: "found the mark 2020-01-01T00:00:00.000Z, expected"),
  ]

  @Test(.enabled(if: hasPython, "needs python3"), arguments: cases)
  func `a mistake stops a run with one sentence`(mistake: Case) throws {
    let result = try run(mistake.how, "")
    #expect(result.status == mistake.status, "\(result.error)")
    let lines = result.error.split(separator: "\n")
    #expect(lines.count == 1, "\(result.error)")
    #expect(result.error.hasPrefix("sf-strategy: error: the model 'python3 "), "\(result.error)")
    #expect(result.error.contains(mistake.sentence), "\(result.error)")
  }

  @Test(
    .enabled(if: hasPython, "needs python3"), arguments: cases, ["enter", "skip"])
  func `with a fallback the run goes on, and a replay is the same`(
    mistake: Case, fallback: String
  ) throws {
    let result = try run(mistake.how, "--model-fallback \(fallback)")
    #expect(result.status == 0 && result.error == "", "\(result.error)")
    let alerts = result.output.split(separator: "\n")
      .filter { $0.contains("\"type\":\"alert\"") }
    let isDead = mistake.state == "dead"
    #expect(alerts.count == (isDead ? 1 : 2), "\(alerts)")
    #expect(alerts.first?.contains("\"rule\":\"model\",\"state\":\"\(mistake.state)\"") == true)
    #expect(alerts.first?.contains(mistake.sentence.replacing("\"", with: "\\\"")) == true)
    if !isDead { #expect(alerts.last?.contains("\"state\":\"well\"") == true) }
    let refused = result.output.contains("\"by\":\"model\",\"reason\":\"fallback\"")
    // What nobody asked for leaves every answer in its place.
    let isAnswered = ["chatty", "unasked", "mark"].contains(mistake.how)
    #expect(refused == (fallback == "skip" && !isAnswered))
    let again = try Shell.run(
      "cat > run.jsonl; \(Self.signals) | sf-strategy -q --exit time:3 "
        + "--max-positions-per-symbol 9 --decisions run.jsonl | cmp - run.jsonl",
      input: result.output)
    #expect(again.status == 0, "\(again.error)\(again.output)")
  }

  @Test(.enabled(if: hasPython, "needs python3"))
  func `one that is slow stops a run when an answer may take only so long`() throws {
    let result = try run("slow", "--model-timeout 300ms")
    #expect(result.status == 69)
    #expect(result.error.contains("it gave no answer within 300ms"), "\(result.error)")
    #expect(result.error.split(separator: "\n").count == 1)
  }

  @Test(.enabled(if: hasPython, "needs python3"))
  func `without a limit one that is slow is waited for`() throws {
    let slow = try run("slow", "")
    let other = try run("well", "")
    #expect(slow.status == 0 && slow.output == other.output)
  }

  /// Its entry waits, and the answer counts at the mark at which it has come.
  @Test(.enabled(if: hasPython, "needs python3"))
  func `an answer that is late counts at a later mark`() throws {
    let result = try run("slow", "--model-timeout 400ms --model-fallback skip --model-wait 1000")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.contains("\"action\":\"wait\",\"reason\":\"late\""))
    #expect(result.output.contains("\"waited\":1"))
    #expect(result.output.contains("\"state\":\"late\""))
    #expect(!result.output.contains("\"reason\":\"fallback\""))
  }

  @Test(.enabled(if: hasPython, "needs python3"))
  func `a late answer that nobody waits for any more is the fallback`() throws {
    let result = try run("slow", "--model-timeout 200ms --model-fallback skip --model-wait 0")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.contains("\"action\":\"skip\",\"reason\":\"fallback\""))
    #expect(result.output.contains("\"by\":\"model\",\"reason\":\"fallback\""))
  }

  @Test(.enabled(if: hasPython, "needs python3"))
  func `a last word that nobody asked for is found at the end`() throws {
    let result = try run("late words", "")
    #expect(result.status == 65)
    #expect(result.error.contains("at the end: found"), "\(result.error)")
  }

  @Test(
    arguments: [
      ("python3 '\(rude)' protocol", 76, "found protocol 2, expected 1"),
      ("python3 '\(rude)' hash", 76, "found no 'hash' in the config of 'rude'"),
      ("no-such-program", 66, "cannot start 'no-such-program'"),
      ("cat", 76, "found no 'hash' in the config of 'sf-strategy'"),
      ("echo hello", 76, "found 'hello', expected '{'"),
      ("false", 69, "it has ended with status 1"),
    ] as [(String, Int32, String)])
  func `one that does not greet is no model`(model: String, status: Int32, sentence: String) throws
  {
    let result = try Shell.run(
      "\(Self.signals) | timeout -s KILL 60 sf-strategy -q --model \"\(model)\" > /dev/null")
    #expect(result.status == status)
    #expect(result.error.contains(sentence), "\(result.error)")
  }

  @Test(
    arguments: [
      ("--model a --decisions b", "--decisions does not go with --model"),
      ("--model-wait 2", "--model-wait goes with --model"),
      ("--requests --model-timeout 1s", "--model-timeout goes with --model"),
      ("--model a --model-wait=-1", "--model-wait must be 0 to"),
      ("--model a --signal-window 0", "--signal-window must be 1 to"),
      ("--model a --model-timeout soon", "--model-timeout must be a time like"),
      ("--model-fd 77", "cannot use descriptor 77"),
      ("--model-socket nowhere", "cannot connect to 'nowhere'"),
    ])
  func `options that say nothing together are refused`(options: String, sentence: String) throws {
    let result = try Shell.run("\(Self.signals) | sf-strategy -q \(options) > /dev/null")
    #expect(result.status != 0)
    #expect(result.error.contains(sentence), "\(result.error)")
  }
}
