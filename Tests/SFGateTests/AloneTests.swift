import SFTestSupport
import Testing

/// Sessions that deserve to fail by one criterion and pass all others: their stages were killed, too.
@Suite(.enabled(if: Shell.has("jq", "awk"), "needs jq and awk"), .serialized)
struct AloneTests {
  private func said(_ edit: String) throws -> SaidByGate {
    let session = try RehearsedSession.shared.get().variant(edit, isDrilled: true)
    defer { session.remove() }
    return try SaidByGate(session)
  }

  /// Best prices so many hundredths of a percent further from the close: the bid below, the ask above.
  private static func spread(_ basisPoints: Int) -> String {
    """
    jq -c 'if .type == "quote" then
        .bid |= (. * (10000 - \(basisPoints)) | round) / 10000 |
        .ask |= (. * (10000 + \(basisPoints)) | round) / 10000
      else . end' market.jsonl > wide
    mv wide market.jsonl
    """
  }

  @Test func `fills between prices at which nobody would have dealt`() throws {
    let said = try said(Self.spread(10))
    #expect(said.failing == ["market fail"])
    #expect(said.why("market").hasSuffix(" %: the market brings something else"))
  }

  @Test func `fills that cost more than was assumed`() throws {
    // Whenever it bought, four basis points less were asked than it paid, and when it sold as much
    // more was bid: too little for other returns, and more than the two that are allowed.
    let said = try said(
      """
      sf-cat --type order expected.jsonl |
        jq -s 'map({key: "\\(.ts) \\(.symbol)", value: .side}) | from_entries' > sides.json
      jq -c --slurpfile sides sides.json 'if .type == "quote" then
          ({buy: 9996, sell: 10004}[$sides[0]["\\(.ts) \\(.symbol)"] // ""] // 10000) as $part |
          .bid |= (. * $part | round) / 10000 | .ask = .bid
        else . end' market.jsonl > moved
      mv moved market.jsonl
      """)
    #expect(said.failing == ["market fail"])
    #expect(said.why("market").hasSuffix(" %: fills cost more than was assumed"))
  }

  @Test func `a day too few`() throws {
    let said = try said(
      """
      awk 'match($0, /"ts":"[^"]*/) && substr($0, RSTART + 6) < "2024-01-08" && NR > 1 { next }
        { print }' market.jsonl > late
      mv late market.jsonl
      """)
    #expect(said.failing == ["enough fail"])
    #expect(said.why("enough") == "1 day is missing")
  }

  @Test func `round trips that are too few in all its days`() throws {
    let said = try said(
      """
      sed -i 's/take_profit_pct=0.02,stop_loss_pct=0.01/take_profit_pct=0.08,stop_loss_pct=0.04/' text.sh
      ./expect.sh > expected.jsonl
      """)
    #expect(said.failing == ["enough fail"])
    #expect(said.why("enough").hasSuffix("round trips are missing"), "\(said.why("enough"))")
  }
}
