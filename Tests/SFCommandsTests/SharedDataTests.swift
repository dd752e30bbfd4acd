import Foundation
import SFTestSupport
import Testing

/// Golden runs over all files of `../shared/data`: how many lines of each type come out, and the
/// checksum of all of them but the header, which names the file's place.
@Suite struct SharedDataTests {
  struct Run: CustomTestStringConvertible {
    let options: String
    let counts: String
    let checksum: String

    var testDescription: String { options }
  }

  static let runs = [
    Run(
      options: "klines-1h/ADAUSDT-1h.csv --interval 1h",
      counts: #"{"bar":37330,"gap":7,"mark":37330}"#, checksum: "4239318638 7632176"),
    Run(
      options: "klines-1h/BTCUSDT-1h.csv --interval 1h",
      counts: #"{"bar":37330,"gap":7,"mark":37330}"#, checksum: "3537178184 7951510"),
    Run(
      options: "klines-1h/DOGEUSDT-1h.csv --interval 1h",
      counts: #"{"bar":37330,"gap":7,"mark":37330}"#, checksum: "3609241769 7852915"),
    Run(
      options: "klines-1h/DOTUSDT-1h.csv --interval 1h",
      counts: #"{"bar":37330,"gap":7,"mark":37330}"#, checksum: "586963142 7491699"),
    Run(
      options: "klines-1h/ETHUSDT-1h.csv --interval 1h",
      counts: #"{"bar":37330,"gap":7,"mark":37330}"#, checksum: "2559076642 7803447"),
    Run(
      options: "klines-1h/LTCUSDT-1h.csv --interval 1h",
      counts: #"{"bar":37330,"gap":7,"mark":37330}"#, checksum: "4134303175 7523423"),
    Run(
      options: "klines-1h/SOLUSDT-1h.csv --interval 1h",
      counts: #"{"bar":37330,"gap":7,"mark":37330}"#, checksum: "1814677616 7565246"),
    Run(
      options: "klines-1h/TRXUSDT-1h.csv --interval 1h",
      counts: #"{"bar":37330,"gap":7,"mark":37330}"#, checksum: "2723698739 7791542"),
    Run(
      options: "klines-1h/XRPUSDT-1h.csv --interval 1h",
      counts: #"{"bar":37330,"gap":7,"mark":37330}"#, checksum: "2282516083 7670308"),
    Run(
      options: "klines-5m/ADABTC-5m.csv --interval 5m",
      counts: #"{"bar":5720,"gap":5,"mark":5720}"#, checksum: "2817085850 1285179"),
    Run(
      options: "klines-5m/DASHBTC-5m.csv --interval 5m",
      counts: #"{"bar":5758,"gap":2,"mark":5758}"#, checksum: "1773307892 1266208"),
    Run(
      options: "klines-5m/ETCBTC-5m.csv --interval 5m",
      counts: #"{"bar":5759,"mark":5759}"#, checksum: "4274684328 1271491"),
    Run(
      options: "klines-5m/ETHBTC-5m.csv --interval 5m",
      counts: #"{"bar":5760,"mark":5760}"#, checksum: "2585401632 1258164"),
    Run(
      options: "klines-5m/LTCBTC-5m.csv --interval 5m",
      counts: #"{"bar":5760,"mark":5760}"#, checksum: "3631274892 1259685"),
    Run(
      options: "klines-5m/NXTBTC-5m.csv --interval 5m",
      counts: #"{"bar":5760,"mark":5760}"#, checksum: "3642433928 1290658"),
    Run(
      options: "klines-5m/TRXBTC-5m.csv --interval 5m",
      counts: #"{"bar":5754,"gap":6,"mark":5754}"#, checksum: "3512855191 1285201"),
    Run(
      options: "klines-1m/BTCPERP-1m-202201.csv --interval 1m",
      counts: #"{"bar":45031,"mark":45031}"#, checksum: "3154540082 9524752"),
    Run(
      options:
        "klines-1m/BTCPERP-1m-202201.csv --interval 1m --resample 1m,5m,1h,1d --partial mark",
      counts: #"{"bar":54822,"mark":45034}"#, checksum: "3280201184 11153080"),
    Run(
      options:
        "klines-1m/BTCPERP-1m-202201.csv --interval 1m --resample 4h,1w --resample-offset=-1h",
      counts: #"{"bar":190,"mark":186}"#, checksum: "3349511308 41146"),
    Run(
      options: "klines-5m/*.csv --interval 5m --resample 15m,1h",
      counts: #"{"bar":16772,"gap":3,"mark":1919}"#, checksum: "406518008 3045941"),
    Run(
      options: "klines-5m/ADABTC-5m.csv --interval 5m --repair forward_fill --resample 1h",
      counts: #"{"bar":479,"mark":479}"#, checksum: "3382528687 108607"),
    Run(
      options: "klines-5m/ADABTC-5m.csv --interval 5m --repair interpolate --repair-limit 4",
      counts: #"{"bar":5727,"gap":1,"mark":5727}"#, checksum: "2958288696 1286152"),
    Run(
      options: "binance-spot-stream/btcusdt-20240809.txt.gz --interval 1s",
      counts: #"{"bar":299,"gap":4,"mark":299}"#, checksum: "3011276208 96414"),
    Run(
      options:
        "binance-spot-stream/btcusdt-20240809.txt.gz --interval 1m --partial mark --resample 1m,5m",
      counts: #"{"bar":8,"mark":7}"#, checksum: "2819644063 2762"),
    Run(
      options: "binance-spot-stream/btcusdt-20240809.txt.gz --interval 100t",
      counts: #"{"bar":96,"mark":96}"#, checksum: "2115738653 31489"),
    Run(
      options: "binance-spot-stream/btcusdt-20240809.txt.gz --interval 250000dollar",
      counts: #"{"bar":47,"mark":47}"#, checksum: "3254944388 15891"),
  ]

  @Test(.enabled(if: Shell.shared != nil, "needs ../shared"), arguments: runs)
  func `what comes out is what came out`(run: Run) throws {
    let folder = try #require(Shell.shared).appendingPathComponent("data")
    let result = try Shell.run(
      """
      ln -s '\(folder.path)'/*/ .
      sf-ingest \(run.options) > made || exit
      tail -n 1 made | jq -c .counts
      tail -n +2 made | cksum
      """)
    #expect(result.status == 0)
    #expect(result.output == "\(run.counts)\n\(run.checksum)\n", "\(result.error)")
  }

  @Test(.enabled(if: Shell.shared != nil, "needs ../shared"))
  func `every file has a run`() throws {
    let folder = try #require(Shell.shared).appendingPathComponent("data")
    let result = try Shell.run("ls */*.csv */*.gz", in: folder)
    for file in result.output.split(separator: "\n") {
      #expect(Self.runs.contains { $0.options.contains(file) }, "\(file)")
    }
  }
}
