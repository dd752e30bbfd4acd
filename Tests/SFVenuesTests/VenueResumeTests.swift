import SFTestSupport
import Testing

/// A venue with a ledger goes on where it was stopped.
@Suite struct VenueResumeTests {
  /// Stops a venue behind a mark, and has it go on behind that, or behind an earlier one that is all
  /// that others have seen: its inputs begin one mark before.
  @Test(arguments: [3, 4] as [UInt64])
  func `what it says is what the undisturbed one says`(seed: UInt64) throws {
    let pipeline = RandomPipeline(seed: seed)
    let result = try Shell.run(
      """
      set -e
      \(pipeline.preparation)
      sf-ingest bars.jsonl > market.jsonl
      \(pipeline.whole) > run.jsonl
      sf-broker virtual --market market.jsonl run.jsonl > whole
      grep -q '"type":"fill"' whole
      sed -n 's/^{"type":"mark","ts":"\\([^"]*\\)".*/\\1/p' market.jsonl > marks
      upto() {
        awk -v m="{\\"type\\":\\"mark\\",\\"ts\\":\\"$1" '{ print } index($0, m) == 1 { exit }' "$2"
      }
      behind() {
        head -n 1 "$2"
        awk -v m="{\\"type\\":\\"mark\\",\\"ts\\":\\"$1" 'on { print } index($0, m) == 1 { on = 1 }' "$2"
      }
      mark() { sed -n "$1p" marks; }
      for place in 40 171 399; do
        upto "$(mark $place)" market.jsonl > market.cut
        upto "$(mark $place)" run.jsonl > run.cut
        rm -rf ledger*
        sf-broker virtual --ledger ledger --market market.cut run.cut > first 2> said || true
        for back in 0 1 5; do
          seen=$((place - back))
          mkdir again
          cp ledger* again
          behind "$(mark $((seen - 1)))" market.jsonl > market.rest
          behind "$(mark $((seen - 1)))" run.jsonl > run.rest
          upto "$(mark $seen)" first > both
          sf-broker virtual --ledger again/ledger --after "$(mark $seen)" --market market.rest \\
            run.rest >> both
          cmp whole both || echo "stopped at $place, seen up to $seen"
          rm -r again
        done
      done
      # What was written down before it was shown to anybody is written once.
      sf-broker virtual --ledger once --market market.jsonl run.jsonl | cmp - whole
      sf-broker fills once --format jsonl | wc -l
      grep -c '"type":"fill"' whole
      """)
    let counts = result.output.split(separator: "\n")
    #expect(
      result.status == 0 && counts.count == 2 && counts[0] == counts[1],
      "\(pipeline.strategy)\n\(result.output)\(result.error)")
  }

  @Test func `a ledger of another configuration is refused`() throws {
    let pipeline = RandomPipeline(seed: 3)
    let result = try Shell.run(
      """
      set -e
      \(pipeline.preparation)
      sf-ingest bars.jsonl > market.jsonl
      run() { sf-ingest bars.jsonl | sf-strategy --exit signal --capital "$1" 2> said; }
      run 1000 | sf-broker virtual --ledger ledger --market market.jsonl > out
      run 2000 | sf-broker virtual --ledger ledger --market market.jsonl > out || echo $?
      sf-broker virtual --after 2026-01-05T09:31:00.000Z --market market.jsonl bars.jsonl || echo $?
      sf-broker virtual --ledger new --after 2026-01-05T09:31:00.000Z --market market.jsonl bars.jsonl ||
        echo $?
      """)
    #expect(result.output == "78\n64\n78\n", "\(result.error)")
    #expect(result.error.contains("is the ledger of another configuration"))
  }

  /// By the clock of the machine a market of the past is long over, and one that begins now is not.
  @Test(arguments: [
    ("2024-01-01T00:00:00Z", "0 fills, all late"),
    ("$(date -u +%Y-%m-%dT%H:%M:00Z)", "some fills, none late"),
  ])
  func `an entry that comes late is refused`(start: String, expected: String) throws {
    let result = try Shell.run(
      """
      set -e
      sf-ingest --synthetic --bars 300 --seed 3 --start "\(start)" > market.jsonl
      sf-features sma:5 sma:9 < market.jsonl | sf-detect sma_cross:5,9 > signals.jsonl
      mkfifo answers
      sf-strategy --exit time:5 --answers answers signals.jsonl | tee run.jsonl |
        sf-broker virtual --max-age 30s --ledger book --market market.jsonl | tee answers > broker.jsonl
      orders=$(grep -c '"type":"order"' run.jsonl)
      late=$(grep -c '"reason":"late"' broker.jsonl || :)
      fills=$(grep -c '"type":"fill"' broker.jsonl || :)
      test "$orders" -gt 5
      if [ "$fills" = 0 ] && [ "$late" = "$orders" ]; then echo '0 fills, all late'; fi
      if [ "$fills" -gt 0 ] && [ "$late" = 0 ]; then echo 'some fills, none late'; fi
      cmp <(sf-broker orders book --format jsonl | jq -r 'select(.state == "refused") | .id') \\
        <(grep '"reason":"late"' broker.jsonl | jq -r .order)
      """)
    #expect(result.output == "\(expected)\n" && result.status == 0, "\(result.error)")
  }

  @Test func `without its ledger a venue is halted, and lets nothing out`() throws {
    let pipeline = RandomPipeline(seed: 3)
    let result = try Shell.run(
      """
      \(pipeline.preparation)
      sf-ingest bars.jsonl > market.jsonl
      \(pipeline.whole) > run.jsonl 2> said
      echo 'no ledger' > unreadable
      sf-broker virtual --ledger unreadable --market market.jsonl run.jsonl || echo $?
      sf-broker virtual --ledger gone --after 2026-01-05T09:31:00.000Z --market market.jsonl run.jsonl ||
        echo $?
      """)
    #expect(result.output == "65\n78\n")
    #expect(result.error.ranges(of: "the venue is halted").count == 2, "\(result.error)")
  }
}
