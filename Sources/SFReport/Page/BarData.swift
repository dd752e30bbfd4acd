import SFCore

/// The bars of every series as data of a page, within a number of bytes.
///
/// What does not fit is rounded: prices become multiples of a step that is a little coarser than
/// that of the market, until all bars fit.
struct BarData {
  /// The data of each curve, in their order.
  let json: [String]

  init(_ curves: [PriceRecord.Curve], budget: Int) {
    let exact = curves.map(\.bars.finished)
    var blocks = exact
    let candles = exact.joined().reduce(0) { $0 + $1.count }
    if Self.size(exact) > budget, candles > 0 {
      // Of each candle three numbers become shorter by a bit where the step doubles.
      let excess = Double(Self.size(exact) - budget) * 6 / Double(candles)
      var doublings = max(1, Int((excess / 3).rounded(.up)))
      while Self.size(blocks) > budget, doublings < 40 {
        blocks = exact.map { Self.rounded($0, doublings) }
        doublings += 1
      }
    }
    json = zip(curves, blocks).map(Self.json)
  }

  /// As text, with what stands around each block.
  private static func size(_ blocks: [[BarBlock]]) -> Int {
    blocks.joined().reduce(0) { $0 + ($1.bytes.count + 2) / 3 * 4 + 48 }
  }

  private static func rounded(_ blocks: [BarBlock], _ doublings: Int) -> [BarBlock] {
    let unit = max(1, IntegerPacking.unit(of: blocks.map(\.unit)))
    let step = step(unit, above: Double(unit) * Double(1 << doublings))
    return blocks.map { block in BarBlock(block.candles.map { $0.rounded(to: step) }[...]) }
  }

  /// 1, 2 or 5 times a power of ten of a unit.
  private static func step(_ unit: Int64, above least: Double) -> Int64 {
    var power = unit
    while true {
      for factor in [1, 2, 5] as [Int64] {
        let (step, overflow) = power.multipliedReportingOverflow(by: factor)
        if overflow || Double(step) >= least { return overflow ? power : step }
      }
      let (next, overflow) = power.multipliedReportingOverflow(by: 10)
      guard !overflow else { return power }
      power = next
    }
  }

  private static func json(_ curve: PriceRecord.Curve, _ blocks: [BarBlock]) -> String {
    let unit = max(1, IntegerPacking.unit(of: blocks.map(\.unit)))
    let interval = curve.series.interval.milliseconds
    return PageData.object([
      ("bars", "\(curve.bars.factor)"),
      ("span", interval.map { "\($0 * Int64(curve.bars.factor))" } ?? "null"),
      ("decimals", "\(decimals(unit))"),
      (
        "blocks",
        PageData.list(
          blocks.map { block in
            "[\(block.count),\(block.time),\(block.timeUnit),\(block.price / block.unit),"
              + "\(block.unit),\"\(Base64.text(block.bytes))\"]"
          })
      ),
    ])
  }

  /// How many decimals a multiple of a unit of prices may have.
  private static func decimals(_ unit: Int64) -> Int {
    var (decimals, rest) = (8, unit)
    while decimals > 0, rest % 10 == 0 { (decimals, rest) = (decimals - 1, rest / 10) }
    return decimals
  }
}
