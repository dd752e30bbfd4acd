import SFServe
import Testing

@Suite struct HeaderChangeTests {
  private func header(_ stages: String) -> [UInt8] {
    Array("{\"type\":\"header\",\"protocol\":1,\"stages\":[\(stages)]}\n".utf8)
  }

  private let ingest = #"{"name":"sf-ingest","version":"1","config":{"interval":"1m"}}"#
  private let features = #"{"name":"sf-features","version":"1","config":{"specs":["sma:20"]}}"#

  @Test func `versions and white space are no settings`() throws {
    let newer = ingest.replacing("\"version\":\"1\"", with: "\"version\": \"2\"")
    #expect(try HeaderChange.find(from: header(ingest), to: header(newer)) == nil)
    #expect(try HeaderChange.find(from: header(ingest), to: header(ingest)) == nil)
  }

  @Test(arguments: [
    (
      #"{"name":"sf-ingest","version":"1","config":{"interval":"5m"}}"#,
      "sf-ingest: --interval is 5m, and was 1m"
    ),
    (#"{"name":"sf-store","version":"1","config":{}}"#, "found sf-store, expected sf-ingest"),
    ("", "sf-ingest is gone"),
  ])
  func `says which stage and which option`(stages: String, change: String) throws {
    #expect(try HeaderChange.find(from: header(ingest), to: header(stages)) == change)
  }

  @Test func `says which stage is new, and which writes other columns`() throws {
    let both = header(ingest + "," + features)
    #expect(try HeaderChange.find(from: header(ingest), to: both) == "sf-features is new")
    let columns = features.dropLast() + #","columns":["sma_20"]}"#
    #expect(
      try HeaderChange.find(from: header(features), to: header(String(columns)))
        == "sf-features writes other columns")
  }
}
