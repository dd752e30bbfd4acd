import SFTestSupport
import Testing

/// Sessions that deserve to fail, each for one reason; all but one have had their stages killed.
@Suite(.enabled(if: Shell.has("jq", "awk"), "needs jq and awk"), .serialized)
struct DeservedTests {
  /// What the gate says of a session that is otherwise than the one that passes.
  private func said(
    _ edit: String, isDrilled: Bool = true, later: String = ""
  ) throws -> SaidByGate {
    let session = try RehearsedSession.shared.get().variant(edit, isDrilled: isDrilled)
    defer { session.remove() }
    try session.did(later)
    return try SaidByGate(session)
  }

  @Test func `stages that were never killed`() throws {
    let said = try said("", isDrilled: false)
    #expect(said.failing == ["restarts fail"])
    #expect(said.why("restarts").hasPrefix("never killed: market features detect strategy"))
  }

  @Test func `a drawdown that is too deep, though it earned more than it lost`() throws {
    let said = try said(
      """
      sed -i -e 's/sf-strategy/sf-strategy --size fixed_fraction:0.95/' \
        -e 's/drawdown/drawdown:max=0.5/' -e 's/daily_loss/daily_loss:max=0.5/' text.sh
      ./expect.sh > expected.jsonl
      """)
    #expect(said.failing == ["drawdown fail"])
  }

  @Test func `a strategy that loses what was to be expected`() throws {
    let said = try said(
      "sed -i 's/--fee 0.0001/--fee 0.0015/' text.sh && ./expect.sh > expected.jsonl")
    #expect(said.failing == ["expectation fail"])
    #expect(said.why("expectation").hasPrefix("no profit"), "\(said.why("expectation"))")
  }

  @Test func `a strategy that loses more than was to be expected`() throws {
    // The backtest paid no fees.
    let said = try said("sed -i 's/--fee 0.0001/--fee 0.01/' text.sh")
    #expect(said.failing == ["expectation fail"])
    #expect(said.why("expectation").hasPrefix("less than the worst that was to be expected"))
  }

  @Test func `a risk gate without filters`() throws {
    let said = try said("sed -i 's/ --rule filters:filters.json//' text.sh")
    #expect(said.failing == ["risk fail"])
  }

  @Test func `orders past the gate`() throws {
    let said = try said("sed -i '/sf-risk/d' text.sh")
    #expect(said.failing == ["risk fail"])
    #expect(said.why("risk") == "sf-risk and sf-broker are not both in the session")
  }

  @Test func `a day without quotes`() throws {
    let said = try said(
      """
      grep -v '"type":"quote","ts":"2024-01-15' market.jsonl > less && mv less market.jsonl
      """)
    #expect(said.failing == ["market missing"])
    #expect(said.why("market").contains("99 % are needed"), "\(said.why("market"))")
  }

  @Test func `bars that were received later, or never`() throws {
    // A week of one symbol is missing in the session, and is there by now.
    let said = try said(
      """
      mv market.jsonl whole.jsonl
      awk '!(/"symbol":"ETHUSDT"/ && /"ts":"2024-01-(09|1[0-5])/)' whole.jsonl > market.jsonl
      """, later: "mv whole.jsonl market.jsonl")
    #expect(said.failing == ["alignment fail"])
    #expect(said.why("alignment").contains(" differ"), "\(said.why("alignment"))")
    #expect(
      said.details.contains { $0.contains("ETHUSDT") && $0.contains("complete market alone") })
  }

  @Test func `an error that nobody has cleared`() throws {
    // It reads line by line: who reads in blocks never comes to the halt at which stages are killed.
    let said = try said(
      """
      cat > worry.sh <<'END'
      #!/bin/sh
      exec sed -u '/"type":"mark","ts":"2024-01-15T12/i {"type":"alert","ts":"2024-01-15T12:00:00.000Z","level":"error","rule":"mine","state":"raised","value":null,"limit":null,"text":"something is wrong"}'
      END
      chmod +x worry.sh
      sed -i 's#sma_cross:3,9 |#sma_cross:3,9 | ./worry.sh |#' text.sh
      """)
    #expect(said.failing == ["bugs fail"])
    #expect(said.why("bugs") == "2024-01-15T12:00:00.000Z mine: something is wrong")
  }
}
