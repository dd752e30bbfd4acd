import Foundation
import SFTestSupport
import Testing

/// `sf-backtest` with foreign programs: failures and signals end the whole run, whoever waits.
///
/// `timeout` is what makes a run that hangs fail, by its status 137.
@Suite struct BacktestProcessTests {
  private let market = "sf-ingest --synthetic --bars 20000"

  private func run(_ pipeline: String) throws -> Shell.Result {
    try Shell.run("timeout -s KILL 60 sf-backtest '\(pipeline)'")
  }

  @Test func `a part that fails behind a process ends the process and the parts before it`()
    throws
  {
    let result = try run("\(market) | cat | sf-detect sma_cross:20,50")
    #expect(result.status == 78)
    #expect(result.error.contains("needs the column sma_20"), "\(result.error)")
  }

  @Test func `a part that fails before a process lets the parts behind see a cut stream`() throws {
    let result = try run("\(market) | sf-detect sma_cross:20,50 | cat | sf-features sma:5")
    #expect(result.status == 65)
    #expect(result.error.contains("sma_20"), "\(result.error)")
    #expect(result.error.contains("the stream was cut"), "\(result.error)")
  }

  @Test func `a part that cannot start ends its neighbours`() throws {
    let result = try run("\(market) | cat | sf-strategy --size nothing | cat | sf-report")
    #expect(result.status == 78 || result.status == 65)
    #expect(result.error.contains("nothing"), "\(result.error)")
  }

  @Test func `a process that fails is named`() throws {
    let result = try run("\(market) | sh -c \"exit 3\"")
    #expect(result.status == 69)
    #expect(result.error == "sf-backtest: error: 'sh -c exit 3' ended with status 3\n")
  }

  @Test func `a program that is not there is said`() throws {
    let result = try run("\(market) | no-such-program | sf-report")
    #expect(result.status == 66)
    #expect(result.error.contains("cannot start 'no-such-program'"))
  }

  @Test func `a process that stops reading is no failure`() throws {
    let result = try run("\(market) | head -n 4 | sf-cat --type bar")
    #expect(result.status == 0)
    #expect(result.output.split(separator: "\n").count == 2)
  }

  /// `yes` says so when the signal is ignored and it cannot write.
  @Test func `a process ends by SIGPIPE, as in a shell`() throws {
    let result = try run("yes | head -n 1")
    #expect(result.status == 0 && result.output == "y\n" && result.error == "")
  }

  /// Each waits in another way: for standard input, for a process, on a process that does not
  /// read, and behind one that never ends.
  @Test(
    arguments: [
      "sf-features sma:5 | cat | sf-detect sma_cross:5,9",
      "sf-ingest --synthetic --bars 10 | sleep 50 | sf-features sma:5",
      "sf-ingest --synthetic --bars 90000 | sleep 50",
      "cat | sf-features sma:5",
      "sleep 50 | sleep 50",
    ], [("TERM", 143), ("INT", 130)] as [(String, Int32)])
  func `a signal ends a run that waits`(pipeline: String, signal: (name: String, status: Int32))
    throws
  {
    #expect(try interrupted(pipeline, signal.name) == signal.status)
  }

  /// Only the alarm ends it, in whatever thread it arrives.
  @Test func `a process that ignores the signal is waited for no longer than the grace`() throws {
    let stubborn = #"sh -c "trap : TERM; for i in 1 2 3 4 5 6; do sleep 1; done""#
    let pipeline = "sf-ingest --grace 1s --synthetic --bars 10 | \(stubborn) | sf-features sma:5"
    #expect(try interrupted(pipeline, "TERM") == 143)
  }

  @Test func `a process that ignores the signal does not outlive the run`() throws {
    let stubborn =
      #"sh -c "trap : TERM; echo \$\$ > stubborn; while :; do sleep 0.1; done""#
    let pipeline = "sf-ingest --grace 1s --synthetic --bars 10 | \(stubborn) | sf-features sma:5"
    let result = try Shell.run(
      interruption(of: pipeline, "TERM", until: "[ -s stubborn ]")
        + "\necho $?\n" + Self.untilGone("stubborn"))
    #expect(result.output == "143\ngone\n", "\(result.error)")
  }

  /// It reads nothing, so that the end of its input would not end it.
  @Test func `a process does not outlive a run that was killed`() throws {
    let pipeline =
      #"sf-ingest --synthetic --bars 10 | sh -c "echo \$\$ > sleeper; exec sleep 1000""#
    let result = try Shell.run(
      interruption(of: pipeline, "KILL", until: "[ -s sleeper ]")
        + "\n" + Self.untilGone("sleeper"))
    #expect(result.output == "gone\n", "\(result.error)")
  }

  /// A script that says when the process is gone whose number is in a file: a moment may pass between
  /// a signal and the end by it.
  private static func untilGone(_ file: String) -> String {
    """
    for round in $(seq 500); do
      ps -o stat= -p $(cat \(file)) | grep -qv Z || { echo gone; break; }
      sleep 0.02
    done
    """
  }

  /// The status of a run that is sent a signal once its handlers stand; the input stays open.
  private func interrupted(_ pipeline: String, _ signal: String) throws -> Int32 {
    try Shell.run(interruption(of: pipeline, signal)).status
  }

  /// A script that sends a signal to a run once its handlers stand and a condition holds.
  private func interruption(
    of pipeline: String, _ signal: String, until condition: String = "sleep 0.2"
  ) -> String {
    """
    mkfifo hold; exec 3<> hold
    timeout -s KILL 60 sf-backtest '\(pipeline)' <&3 > made & run=$!
    while ! tool=$(pgrep -P $run -x sf-backtest); do kill -0 $run || exit 1; sleep 0.02; done
    # Bit 14 of the signals that are caught: TERM.
    until (( 0x$(awk '/SigCgt/ { print $2 }' /proc/$tool/status) & 0x4000 )); do sleep 0.02; done
    until \(condition); do sleep 0.02; done
    kill -\(signal) $tool
    wait $run
    """
  }
}
