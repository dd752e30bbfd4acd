import SFTestSupport
import Testing

/// Programs of others that trade on Binance, unchanged but for addresses: each loads, looks, places,
/// is filled in part, cancels, is refused and comes back, with every signature verified.
@Suite(.serialized) struct ClientTests {
  private func session(_ client: String, _ script: String) throws {
    guard let python = RunningExchange.python(client) else { return }
    let result = try RunningExchange.with(
      // A market that stands still meanwhile: what is filled in part stays so.
      "--market random:seed=4,price=100,every=10m --depth 500",
      "timeout 200 \(python) \(RunningExchange.scripts)/\(script) $REST $SOCKETS")
    #expect(result.status == 0 && result.output == "ok\n", "\(result.output)\n\(result.error)")
  }

  static func has(_ client: String) -> Bool { RunningExchange.python(client) != nil }

  @Test(.enabled(if: has("ccxt"), "needs ccxt: bin/setup --tests"))
  func `ccxt`() throws { try session("ccxt", "ccxt_session.py") }

  @Test(.enabled(if: has("ccxt"), "needs ccxt: bin/setup --tests"))
  func `the streams of ccxt`() throws { try session("ccxt", "ccxt_pro_session.py") }

  @Test(.enabled(if: has("binance-sdk-spot"), "needs binance-sdk-spot: bin/setup --tests"))
  func `binance-sdk-spot`() throws { try session("binance-sdk-spot", "sdk_session.py") }

  @Test(.enabled(if: has("binance-connector"), "needs binance-connector: bin/setup --tests"))
  func `binance-connector`() throws { try session("binance-connector", "connector_session.py") }

  @Test(.enabled(if: has("python-binance"), "needs python-binance: bin/setup --tests"))
  func `python-binance`() throws { try session("python-binance", "python_binance_session.py") }

  /// A bot as its users run it, for some seconds of a market that moves.
  @Test(.enabled(if: has("freqtrade"), "needs freqtrade: bin/setup --tests"))
  func `freqtrade trades live, and its trades are the exchange's`() throws {
    guard let python = RunningExchange.python("freqtrade") else { return }
    let result = try RunningExchange.with(
      "--market random:seed=4,price=100,every=1s",
      "timeout 280 \(python) \(RunningExchange.scripts)/freqtrade_session.py $REST 100")
    #expect(
      result.status == 0 && result.output.hasPrefix("ok "), "\(result.output)\n\(result.error)")
  }
}
