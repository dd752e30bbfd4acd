import SFBinanceDesk
import SFCore
import SFGate
import SFRisk
import SFTool
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Who may trade with real money: who has shown that it can, and cannot spend more than was said.
struct LiveAdmission {
  private let place: BinancePlaceOptions
  private let safeguards: SafeguardOptions
  /// Whether the session has not traded before: later its positions need a way out, whatever it has
  /// shown.
  private let isFirst: Bool
  /// By the machine's clock.
  private let now: Timestamp

  init(
    _ place: BinancePlaceOptions, _ safeguards: SafeguardOptions, isFirst: Bool, at now: Timestamp
  ) {
    self.now = now
    self.place = place
    self.safeguards = safeguards
    self.isFirst = isFirst
  }

  /// Refuses (77) orders of such a header where something is lacking.
  func admit(_ header: Header) throws {
    guard place.isLive else { return }
    guard header.stages.contains(where: { $0.name == RiskGate.name }) else {
      throw StageError(
        .refused, "found no sf-risk in the header of the orders, expected one before real money",
        help: "sf-strategy … | sf-risk … | sf-broker binance --venue live …")
    }
    guard safeguards.maxOrder != nil, safeguards.maxDay != nil else {
      throw StageError(
        .refused,
        "found no \(safeguards.maxOrder == nil ? "--max-order" : "--max-day"), expected what "
          + "\(safeguards.maxOrder == nil ? "an entry" : "a day") may cost at most",
        help: "real money is spent up to --max-order an entry and --max-day a day")
    }
    guard isFirst else { return }
    guard let gate = safeguards.gate else {
      throw StageError(
        .refused,
        "found no --gate, expected the file that sf-gate writes of a session that has passed",
        help: "real money is for who has shown what it does with none: sf-gate DIRECTORY")
    }
    let said = try Self.text(gate)
    try GateFile.admit(header, by: said, name: gate)
    if let said { try refuseOld(try GateFile(text: said, name: gate).at, gate, "sf-gate") }
    guard let testnet = safeguards.testnet else {
      throw StageError(
        .refused, "found no --testnet, expected the file that sf-broker prove writes",
        help: "sf-broker prove --account FILE --write FILE, at the testnet")
    }
    guard let text = try Self.text(testnet) else {
      throw StageError(
        .refused, "found no '\(testnet)', expected the file that sf-broker prove writes",
        help: "sf-broker prove --account FILE --write FILE, at the testnet")
    }
    try refuseOld(try TestnetProof.check(text, name: testnet), testnet, "sf-broker prove")
  }

  /// What was shown long ago was shown of another market, and of an exchange that was another.
  private func refuseOld(_ at: Timestamp, _ name: String, _ tool: String) throws {
    guard now - at > Self.holds.milliseconds else { return }
    throw StageError(
      .refused,
      "found a proof of \(at) in '\(name)', expected one that \(tool) has written within 30 days")
  }

  private static let holds = TimeSpan.seconds(30 * 86_400)

  /// `nil` where there is none.
  private static func text(_ path: String) throws -> String? {
    access(path, F_OK) == 0 ? try Endpoint.text(of: path) : nil
  }
}
