import Foundation
import SFTestSupport
import Testing

/// A ledger that comes while the session is being watched.
@Suite struct MonitorLedgerTests {
  @Test func `a ledger that its venue is just making is none yet`() throws {
    let place = try MonitorPlace()
    try place.session(bars: 3)
    let ledger = place.url.appendingPathComponent("run/broker/ledger")
    let whole = try Data(contentsOf: ledger)
    func looked() throws -> Shell.Result {
      try Shell.run("sf-monitor run --once -q --alert reconcile", in: place.url)
    }
    try Data().write(to: ledger)
    #expect(try looked().status == 0)
    #expect(try Data(contentsOf: ledger).isEmpty)
    // A file of somebody else is said.
    try Data(String(repeating: "no ledger\n", count: 100).utf8).write(to: ledger)
    #expect(try looked().status == 65)
    try whole.write(to: ledger)
    #expect(try looked().status == 0)
  }
}
