import SFTestSupport
import Testing

/// No tool destroys what it reads, by whatever name or link it is told to write there.
@Suite struct OutputIsInputTests {
  private static let make = """
    sf-ingest --synthetic --bars 50 > x.jsonl; ln -s x.jsonl link; ln x.jsonl hard
    sha256sum x.jsonl > before
    """

  @Test(arguments: [
    "sf-cat x.jsonl --type bar -o x.jsonl",
    "sf-cat link -o ./x.jsonl", "sf-cat hard --output=x.jsonl", "sf-cat x.jsonl >> x.jsonl",
    "sf-cat - -o x.jsonl < x.jsonl",
    "sf-ingest x.jsonl -o link",
    "sf-ingest - -o x.jsonl < hard",
    "sf-features sma:3 --input x.jsonl -o x.jsonl", "sf-features sma:3 -o x.jsonl < x.jsonl",
    "sf-detect threshold:close,above=1 --input=x.jsonl -o x.jsonl",
    "sf-label next_return:1 --input x.jsonl -o x.jsonl", "sf-strategy x.jsonl -o x.jsonl",
    "sf-report x.jsonl -o x.jsonl", "sf-report x.jsonl --html x.jsonl",
    "sf-plot x.jsonl --svg x.jsonl", "sf-plot x.jsonl --gnuplot link",
    "sf-cat x.jsonl --log-file x.jsonl",
    "SF_CAT_OUTPUT=x.jsonl sf-cat x.jsonl",
    "sf-backtest 'sf-ingest x.jsonl | tee x.jsonl | sf-features sma:3'",
    "sf-backtest 'sf-ingest x.jsonl | sf-features sma:3 > link'",
    "sf-backtest 'sf-features sma:3 < x.jsonl > hard'",
    "sf-backtest 'sf-ingest x.jsonl | cat | sf-features sma:3 -o x.jsonl'",
    "sf-backtest 'sf-ingest --synthetic | cat x.jsonl | tee x.jsonl | sf-report'",
    "sf-backtest 'sf-ingest x.jsonl | sf-features sma:3' >> x.jsonl",
    "sf-sweep --grid n=1..2:1 --joblog x.jsonl 'sf-ingest x.jsonl | sf-features sma:{n}'",
  ])
  func `an output that is an input is refused before anything is opened`(command: String) throws {
    let result = try Shell.run(
      "\(Self.make)\n\(command) > /dev/null; echo $?; sha256sum -c --quiet before && echo whole"
        .replacing(">> x.jsonl > /dev/null", with: ">> x.jsonl"))
    #expect(result.output == "64\nwhole\n", "\(command): \(result)")
    #expect(result.error.contains("is input and output"), "\(command): \(result.error)")
  }

  @Test func `two files of one content are two, and a place that is new is none`() throws {
    let result = try Shell.run(
      """
      \(Self.make); cp x.jsonl y.jsonl
      sf-cat x.jsonl -o y.jsonl; echo $?; cmp x.jsonl y.jsonl
      sf-cat x.jsonl x.jsonl --type bar > z.jsonl; echo $?
      sf-backtest 'sf-ingest x.jsonl | tee new.jsonl | sf-features sma:3 > more.jsonl'; echo $?
      """)
    #expect(result.output == "0\n0\n0\n", "\(result)")
  }

  /// What had been written is cut behind the mark of a checkpoint, and nothing else is.
  @Test func `a checkpoint goes on with the file of its run alone`() throws {
    let result = try Shell.run(
      """
      sf-ingest --synthetic --bars 20 > x.jsonl
      run="sf-features sma:2 --input x.jsonl --checkpoint c --checkpoint-every 1m"
      $run -o out; cp out whole; yes precious | head -n 9000 > other; cp other before
      $run --resume 2024-01-01T00:09:00.000Z -o other; echo $?; cmp other before; ls c | wc -l
      $run --resume 2024-01-01T00:09:00.000Z -o out; echo $?; cmp out whole
      """)
    #expect(result.output == "65\n16\n0\n", "\(result)")
    #expect(result.error.contains("'other' has no mark 2024-01-01T00:09:00.000Z behind"))
  }

  @Test(arguments: [
    "sf-cat none.jsonl -o kept", "sf-ingest none.csv -o kept",
    "sf-cat x.jsonl none.jsonl --pretty -o kept",
    "sf-features sma:3 --input none.jsonl -o kept", "sf-report none.jsonl -o kept",
    "sf-report none.jsonl --html kept", "sf-plot none.jsonl --svg kept",
    "sf-backtest 'sf-ingest none.csv | tee kept | sf-features sma:3'",
    "sf-backtest 'sf-ingest none.csv | sf-features sma:3 > kept'",
    "sf-backtest 'sf-features sma:3 < none.csv > kept'",
  ])
  func `an input that cannot be read leaves the target as it was`(command: String) throws {
    let result = try Shell.run(
      "\(Self.make); echo precious > kept; \(command); echo $?; cat kept")
    #expect(result.output == "66\nprecious\n", "\(command): \(result)")
  }
}
