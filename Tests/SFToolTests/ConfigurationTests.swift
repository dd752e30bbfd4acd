import Foundation
import SFTestSupport
import Testing

/// What a tool is told beside its command line, as a user sees it.
@Suite struct ConfigurationTests {
  /// A folder with these files.
  private func withFiles<Result>(
    _ files: [String: String], _ body: (URL) throws -> Result
  ) throws -> Result {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-configuration-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    for (name, text) in files {
      let file = place.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return try body(place)
  }

  /// What `--show-config` says of `--fee`.
  private func fee(_ arguments: String, _ variables: [String: String], in place: URL) throws
    -> String?
  {
    let user = ["XDG_CONFIG_HOME": place.appendingPathComponent("user").path]
    let shown = try Shell.run(
      "sf-strategy --show-config \(arguments)", in: place,
      environment: user.merging(variables) { $1 })
    #expect(shown.status == 0, "\(shown.error)")
    let line = shown.output.split(separator: "\n").first { $0.hasPrefix("  fee: ") }
    return line?.dropFirst("  fee: ".count).replacingOccurrences(of: place.path + "/", with: "")
  }

  @Test func `the nearest that speaks has the last word`() throws {
    let user = "strategy: {fee: 0.5}\nslippage: 0.5\n"
    try withFiles([
      "sf.yaml": "fee: 0.4\nstrategy:\n  slippage: 0.4\n", "named.yaml": "strategy: {fee: 0.3}",
      "null.yaml": "strategy: {fee: null}", "user/sf/config.yaml": user,
    ]) { place in
      #expect(try fee("", [:], in: place) == "0.4  # sf.yaml:1:1")
      #expect(try fee("--config named.yaml", [:], in: place) == "0.3  # named.yaml:1:12")
      #expect(
        try fee("", ["SF_CONFIG": "named.yaml"], in: place) == "0.3  # named.yaml:1:12")
      #expect(
        try fee("--config named.yaml", ["SF_STRATEGY_FEE": "0.2"], in: place)
          == "0.2  # SF_STRATEGY_FEE")
      #expect(try fee("--fee 0.1", ["SF_STRATEGY_FEE": "0.2"], in: place) == "0.1  # command line")
      #expect(try fee("--fee=0.1", [:], in: place) == "0.1  # command line")
      // Nothing is the default, also where something stands below.
      #expect(try fee("--config null.yaml", [:], in: place) == "null  # null.yaml:1:12")
      #expect(try fee("--config /dev/null", [:], in: place) == "0.5  # user/sf/config.yaml:1:12")
      try FileManager.default.removeItem(at: place.appendingPathComponent("user/sf/config.yaml"))
      #expect(try fee("--config /dev/null", [:], in: place) == "0.001  # default")
    }
  }

  @Test func `help and version do not look at files`() throws {
    try withFiles(["sf.yaml": "no: [yaml"]) { place in
      for option in ["--help", "-h", "--version", "--generate-completion-script bash"] {
        let result = try Shell.run("sf-strategy \(option)", in: place)
        #expect(result.status == 0 && result.error.isEmpty, "\(option): \(result.error)")
      }
      #expect(try Shell.run("sf-strategy", in: place).status == 78)
    }
  }

  @Test func `version opens no file of a user`() throws {
    let opened = try Shell.run("strace -f -e trace=openat,access sf-cat --version 2>&1")
    guard opened.status == 0 else { return }
    #expect(!opened.output.contains("sf.yaml") && !opened.output.contains("config.yaml"))
  }

  /// What is shown is a file that says the same.
  @Test(arguments: [
    "sf-strategy --exit tp_sl --exit 'time: 3' --fee maker=0.0001,taker=0.0002 --allow-short",
    "sf-ingest --synthetic --symbols B,A --bars 3 -v -v", "sf-cat --type bar,mark - --pretty",
    "sf-features sma:3 'fast=ema:2' --forward '' --log-file 'a \"b\" \\\\ é'",
    "sf-check --stage -- python3 -c 'a: b, [c]'", "sf-backtest 'sf-ingest | sf-features \"$1\"' x",
  ])
  func `what is shown says the same when it is read`(command: String) throws {
    try withFiles([:]) { place in
      let tool = String(command.prefix { $0 != " " })
      let parts = command.components(separatedBy: " -- ")
      let words = ([parts[0] + " --show-config"] + parts.dropFirst()).joined(separator: " -- ")
      let shown = try Shell.run("\(words) | tee shown.yaml", in: place)
      let again = try Shell.run("\(tool) --config shown.yaml --show-config", in: place)
      #expect(again.status == 0, "\(again.error)")
      #expect(values(again.output) == values(shown.output))
    }
  }

  /// Without the comments that say where a value came from.
  private func values(_ shown: String) -> [String] {
    shown.components(separatedBy: "\n").filter { !$0.hasPrefix("  # config") }.map {
      $0.components(separatedBy: "  # ")[0]
    }
  }

  @Test func `the header has what was configured`() throws {
    try withFiles(["sf.yaml": "features: {specs: [{sma: 3}], forward: none}"]) { place in
      let told = try Shell.run("sf-features < /dev/null", in: place)
      let said = try Shell.run("sf-features sma:3 --forward none < /dev/null")
      #expect(told.output == said.output && told.status == said.status && !said.output.isEmpty)
    }
  }
}
