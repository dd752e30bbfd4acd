import Foundation
import SFTestSupport
import Testing

/// A session that is gone for a long while, with positions that an order at the exchange protects.
///
/// `LIVE_OUTAGE=3600` makes it an hour, of as many bars.
@Suite(.serialized, .enabled(if: LiveSession.isAsked, "LIVE_SESSIONS=1 runs it"))
struct SessionOutageTests {
  private static let seconds =
    ProcessInfo.processInfo.environment["LIVE_OUTAGE"].flatMap { Int($0) } ?? 240

  private static let script = """
    # The exchange's time goes by with the machine's, and while the session is gone at once.
    passing() {
      local last now
      last=$(date +%s%3N)
      while sleep 0.1; do
        now=$(date +%s%3N)
        curl -sf -o /dev/null -X POST "$ADMIN/step?ms=$((now - last))" || return 0
        last=$now
      done
    }
    # How many assets the account has to sell, free or locked by what protects them.
    held() {
      curl -s "$ADMIN/accounts" | jq "[.accounts.ann | to_entries[] |
        select((.key | test(\\"^[A-D]$\\")) and (.value.$1 | tonumber) >= 0.05)] | length"
    }
    orders() { sf-broker orders run --format jsonl | jq -r "select(.mark < \\"$now\\") | $1"; }
    passing 2> /dev/null &
    begin; abreast
    for _ in $(seq 300); do
      if [ "$(held locked)" -ge 1 ] && [ "$(held free)" = 0 ]; then break; fi
      sleep 0.2
    done
    dies $(stages) $(cat /proc/$session/task/*/children) $session; wait $session || :
    bought=$(now=9; orders 'select(.intent == "enter" and .state == "filled").id' | sort)
    gone=$(jq -r '.stages[-1].mark' run/status.json)
    curl -sf -o /dev/null -X POST "$ADMIN/step?ms=\(seconds * 1_000)"
    protected=$(held locked)
    now=$(date -u -d "@$(time_there)" +%Y-%m-%dT%H:%M:%S.000Z)
    begin
    for _ in $(seq 100); do abreast > waiting && break; done
    sleep 3

    """

  private func run(protect: String, _ script: String) throws -> Shell.Result {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-outage-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    // What is left is in a temporary place.
    defer { try? FileManager.default.removeItem(at: place) }
    return try LiveSession.run(
      in: place, pace: "1s",
      exchange: "--clock step --start $(date -u +%Y-%m-%dT%H:%M:%S.000Z)",
      exits: "--exit time:60", venue: "--protect \(protect)",
      Self.script + script + """
        kill -INT $session; wait $session || :
        kill $exchange; wait $exchange || :
        audit
        # Of the time when it was gone nothing was bought.
        orders "select(.mark > \\"$gone\\" and .intent == \\"enter\\" and .filled > 0).id"
        """)
  }

  @Test func `what should have been sold is sold behind it, and nothing is bought late`() throws {
    let result = try run(
      protect: "0.5",
      """
      [ "$protected" -ge 1 ] || echo "nothing was protected"
      # Each position that was held has one exit, which its time has asked for, and no other sale.
      exits=$(orders 'select(.intent == "exit" and .state == "filled").id' | wc -l)
      [ "$exits" = "$(echo "$bought" | wc -l)" ] || echo "$exits exits of $bought"
      """)
    #expect(result.status == 0 && result.output.isEmpty, "\(result.output)\n\(result.error)")
  }

  @Test func `what was sold by its protection meanwhile is not sold again`() throws {
    let result = try run(
      protect: "0.0005",
      """
      [ "$protected" = 0 ] || echo "$protected were not sold"
      for id in $bought; do echo bought; done | wc -l > count
      # Each was sold once: by what protected it, and by no exit.
      orders 'select(.kind == "stop" and .state == "filled").id' | wc -l | cmp - count
      orders 'select(.intent == "exit" and .kind == "market" and .filled > 0).id'
      """)
    #expect(result.status == 0 && result.output.isEmpty, "\(result.output)\n\(result.error)")
  }
}
