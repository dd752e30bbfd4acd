import SFTestSupport
import Testing

/// Names and words of others, where people read them: shown, not obeyed.
@Suite struct ForeignWordTests {
  private static let stream = #"""
    {"type":"header","protocol":1,"stages":[{"name":"\u001b[31m","version":"1","config":{"a":"\u202e"}}]}
    {"type":"signal","ts":"2024-01-01T00:01:00.000Z","symbol":"A","interval":"1m","detector":"\u001b]0;x\u0007","direction":"rise","strength":1.0}
    {"type":"refusal","ts":"2024-01-01T00:01:00.000Z","symbol":"A","by":"check","detector":"d","reason":"\u001b[2J\u009b31m\r\n\u202ered"}
    {"type":"equity","ts":"2024-01-01T00:01:00.000Z","equity":1.0,"cash":1.0,"exposure":0.0,"drawdown":0.0,"open_positions":0,"buy_hold":1.0}
    {"type":"mark","ts":"2024-01-01T00:01:00.000Z"}
    {"type":"x\u001b","ts":"2024-01-01T00:02:00.000Z"}
    {"type":"end","ts":"2024-01-01T00:01:00.000Z","reason":"end_of_input","counts":{"signal":7,"mark":1}}

    """#

  /// What a terminal obeys: escape, C1, carriage return, bell, a turn of direction.
  private static let obeyed = ["\u{1B}", "\u{9B}", "\r", "\u{7}", "\u{202E}"]

  @Test(arguments: [
    "sf-cat --pretty e", "sf-report e", "sf-report e --format md", "sf-check e", "sf-plot e",
    "sf-diff e f", "sf-features sma:3 --input $'\\e[31m'", "sf-cat $'a\\r\\nb'",
    "sf-ingest /bin/true",
    "sf-features $'sma:\\e[31m' --input e", "sf-detect --rise $'a \\u202e b' --name x --input e",
    "sf-cat --type $'\\e' --symbol $'\\e' e", "sf-store info $'\\e'",
    "sf-backtest $'sf-ingest \\e |'",
  ])
  func `reaches no terminal as it is`(command: String) throws {
    let result = try Shell.run(
      "cat > e; sed 's/1.0,\"cash/2.0,\"cash/' e > f; \(command)", input: Self.stream)
    let text = result.output + result.error
    #expect(!text.isEmpty)
    for word in Self.obeyed { #expect(!text.contains(word), "\(command): \(text)") }
  }

  @Test func `a line feed in a name makes no second message`() throws {
    let result = try Shell.run("sf-cat $'no\\nsf-cat: all is well'")
    #expect(
      result.error.split(separator: "\n").first
        == "sf-cat: error: cannot read 'no\\u{A}sf-cat: all is well': No such file or directory",
      "\(result.error)")
  }

  @Test(arguments: [
    "sf-ingest --store $U --show-config", "sf-store info $U", "sf-ingest --store $U",
    "sf-ingest --synthetic --bars 2 --store $U", "SF_INGEST_STORE=$U sf-ingest --show-config",
    "sf-ingest archive http://me:s3cret@127.0.0.1:9 --symbols A --interval 1m --from 2024-01-01",
    "sf-ingest binance --base-url http://me:s3cret@127.0.0.1:9 --symbols A --interval 1m --from 2024-01-01",
    "sf-sweep --grid n=1,2 \"sf-ingest --store $U | sf-features sma:{n}\"",
  ])
  func `a password in an address is shown nowhere`(command: String) throws {
    for address in [
      "postgres://me:s3cret@127.0.0.1:1/db", "postgres://me:s3cret%zz@127.0.0.1:1/db",
      "postgres://me:s3?cret@127.0.0.1:1/db", "postgres://127.0.0.1:1/db?sslpassword=s3cret",
      "postgres://127.0.0.1:1/db?pass%77ord=s3cret", "POSTGRES://me:s3cret@127.0.0.1/db",
    ] {
      let result = try Shell.run("U='\(address)'; \(command)")
      let text = result.output + result.error
      #expect(!text.contains("s3cret") && !text.contains("cret@"), "\(text)")
      // A '?' is no plain part of a pipeline's text.
      let status: Int32 = command.contains("--show-config") ? 0 : 78
      #expect(
        result.status == status || command.contains("sf-sweep") && address.contains("?"),
        "\(command): \(text)")
    }
  }
}
