import Foundation
import SFCore
import SFTestSupport
import Testing

/// A whole session at an exchange with faults, any of whose processes may be killed at any moment:
/// exchange and ledger agree, no order is sent twice, and nobody is told a secret.
@Suite(.enabled(if: LiveSession.isAsked, "LIVE_SESSIONS=1 runs it"))
struct SessionChaosTests {
  /// Kills in a run of the tests: `LIVE_ROUNDS` says how many, 30 without it.
  private static let rounds =
    ProcessInfo.processInfo.environment["LIVE_ROUNDS"].flatMap { Int($0) } ?? 30

  private static let faults = """
    fault '{"fault":"execute_then_drop","path":"/api/v3/order","method":"POST","probability":0.1}
    {"fault":"html","status":502,"executed":true,"path":"/api/v3/order","method":"POST","probability":0.05}
    {"fault":"error","code":-1007,"path":"/api/v3/order","method":"POST","probability":0.05}
    {"fault":"slow_reply","ms":300,"path":"/api/v3/order","method":"POST","probability":0.2}
    {"fault":"execute_then_drop","path":"/api/v3/order/cancelReplace","method":"POST","probability":0.1}
    {"fault":"duplicate","probability":0.1}
    {"fault":"gap","probability":0.1}
    {"fault":"disorder","probability":0.1}
    {"fault":"missed_close","probability":0.05}'
    """

  @Test(.timeLimit(.minutes(120)))
  func `killed at any moment, exchange, ledger, gate and trader agree`() throws {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-live-chaos-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    // What is left is in a temporary place.
    defer { try? FileManager.default.removeItem(at: place) }
    let result = try LiveSession.run(
      in: place, venue: "--protect 0.002 --recv-window 1s",
      """
      RANDOM=7
      begin; abreast
      \(Self.faults)
      strikes=0
      while [ $kills -lt \(Self.rounds) ]; do
        # Behind each third it comes to order again.
        [ $((strikes % 3)) -gt 0 ] || abreast
        sleep "0.$((RANDOM % 900 + 100))"
        strike
        strikes=$((strikes + 1))
      done
      abreast
      # What is said of each process to who asks the system.
      for id in $session $(cat /proc/$session/task/*/children) $(stages); do
        cat /proc/$id/cmdline /proc/$id/environ
      done > processes
      calm; quiet; leave
      audit
      sent > ids
      echo "$kills kills, $strikes strikes, $(sort -u ids | wc -l) orders sent" > count
      # The key's own file, the exchange's, and this script have them.
      grep -rlaE 'ann(Key|Secret)' . --exclude key --exclude accounts.yaml --exclude journal.jsonl || :
      """)
    let said = "\(result.output)\(result.error)"
    try #require(result.status == 0 && result.output.isEmpty, "\(said)")
    let count = try String(contentsOf: place.appendingPathComponent("count"), encoding: .utf8)
    print("\(count)", terminator: "")
    let books = try SessionBooks(in: place, capital: Money(5_000 as Price))
    let sent = try String(contentsOf: place.appendingPathComponent("ids"), encoding: .utf8)
      .split(separator: "\n").map(String.init)
    #expect(sent.count > 2, "\(count)")
    #expect(Set(sent).count == sent.count, "an order was sent twice")
    let owners = Dictionary(
      uniqueKeysWithValues: books.orders.flatMap { order in order.clientIDs.map { ($0, order) } })
    #expect(sent.allSatisfy { owners[$0] != nil }, "an order was sent that nobody has decided")
    let entries = sent.compactMap { owners[$0] }.filter(\.isEntry).map(\.id)
    #expect(Set(entries).count == entries.count, "an entry was sent under two ids")
    #expect(books.gate.cash == books.fills, "gate \(books.gate.cash), ledger \(books.fills)")
    let apart = books.gate.cash - Money(books.trader)
    #expect(abs(apart.units) <= 100_000_000, "trader \(books.trader), gate \(books.gate.cash)")
    #expect(books.gate.holdings == books.venue)
  }
}
