import SFTestSupport
import Testing

/// `./sf.yaml` is read unasked, whoever has put it there: it runs nothing and writes nowhere.
@Suite struct UnaskedConfigurationTests {
  private static let stream = "sf-ingest --synthetic --bars 3 --config /dev/null |"

  @Test(arguments: [
    ("features: {output: kept}", "\(Self.stream) sf-features sma:3", "a place of writing"),
    ("features: {log_file: kept}", "\(Self.stream) sf-features sma:3", "a place of writing"),
    ("log_file: kept", "\(Self.stream) sf-features sma:3", "a place of writing"),
    ("features: {checkpoint: folder}", "\(Self.stream) sf-features sma:3", "a place of writing"),
    ("report: {html: kept}", "\(Self.stream) sf-report", "a place of writing"),
    ("plot: {svg: kept}", "\(Self.stream) sf-plot", "a place of writing"),
    ("ingest: {store: kept}", "sf-ingest --synthetic --bars 3", "a place of writing"),
    ("ingest: {duckdb: ./own}", "sf-ingest x.parquet --interval 1m", "a program"),
    ("export: {parquet: folder}", "sf-export", "a place of writing"),
    ("sweep: {results: kept}", "sf-sweep --grid n=1,2 x", "a place of writing"),
    ("backtest: {file: own}", "sf-backtest", "a program"),
    ("check: {command: [./own], stage: true}", "sf-check", "a program"),
  ])
  func `a key that names a program or a place of writing is refused`(
    yaml: String, command: String, what: String
  ) throws {
    let files = """
      printf '#!/bin/sh\\ntouch owned\\n' > own; chmod +x own; echo precious > kept; touch x.parquet
      """
    let refused = try Shell.run(
      "\(files); echo '\(yaml)' > sf.yaml; \(command) > /dev/null; echo $?; cat kept; ls -d owned folder"
    )
    #expect(refused.output == "77\nprecious\n", "\(yaml): \(refused)")
    #expect(refused.error.contains("sf.yaml:1:"), "\(refused.error)")
    #expect(refused.error.contains("which names \(what), in a file that was not asked for"))
    #expect(refused.error.contains("help: say --config sf.yaml if it is yours"))
  }

  @Test func `who asks for a file has said that it is theirs`() throws {
    let result = try Shell.run(
      """
      echo 'features: {output: lines}' > sf.yaml
      \(Self.stream) sf-features sma:3 --config sf.yaml; echo $?; grep -c features lines
      \(Self.stream) SF_CONFIG=sf.yaml sf-features sma:3 -o other; echo $?
      \(Self.stream) sf-features sma:3 -o other --config sf.yaml; echo $?
      mkdir -p user/sf; mv sf.yaml user/sf/config.yaml
      \(Self.stream) XDG_CONFIG_HOME=user sf-features sma:3; echo $?
      """)
    #expect(result.output == "0\n4\n0\n0\n0\n", "\(result)")
  }
}
