import SFSession
import Testing

@Suite struct StageNameTests {
  @Test(arguments: [
    (["sf-features", "sma:20"], "features"),
    (["bin/sf-ingest", "binance"], "ingest"),
    (["sf-ingest-binance"], "ingest-binance"),
    (["python3", "pipelines/stages/day_breakout.py"], "day_breakout"),
    (["python3", "-u", "./mine.py", "--fast"], "mine"),
    (["env", "A=1", "-i", "python3", "mine.py"], "mine"),
    (["./my stage.rb"], "my_stage"),
    (["jq", "--unbuffered", "-c", "."], "jq"),
    (["sh", "-c", "cat"], "sh"),
    (["/opt/x/.hidden"], "hidden"),
    (["-"], "stage"),
  ])
  func `is the tool or the script`(words: [String], name: String) {
    #expect(StageName.names(of: [words]) == [name])
  }

  @Test func `stages of one name are counted`() {
    let names = StageName.names(of: [
      ["sf-detect", "a"], ["sf-detect", "b"], ["detect-2"], ["detect"],
    ])
    #expect(names == ["detect", "detect-2", "detect-2-2", "detect-3"])
  }

  /// A directory of a stage must not be a file of the session.
  @Test func `what the session keeps is no name of a stage`() {
    #expect(StageName.names(of: [["./text"], ["config.py"]]) == ["text-2", "config-2"])
  }
}
