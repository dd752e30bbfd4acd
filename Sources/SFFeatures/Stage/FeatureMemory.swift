import SFCore

/// All that the stage remembers, behind one reference.
///
/// The stage is a value all the same: it asks once a step whether it alone holds
/// this, and otherwise copies it before it changes anything.
final class FeatureMemory: @unchecked Sendable {
  /// By series; `nil` for one that has had no bar.
  private var series: [SeriesMemory?] = []
  private var markets: [MarketMemory] = []

  func copy() -> FeatureMemory {
    let copy = FeatureMemory()
    copy.series = series.map { $0?.copy() }
    copy.markets = markets.map { $0.copy() }
    return copy
  }

  /// Computes everything for the bars of a step, which is `inout` since to hand it over in any other
  /// way copies it.
  func update(
    _ step: inout Step, _ plan: FeaturePlan, _ outer: [OuterPlace]
  ) throws(StageError) {
    let looksAcross = !plan.across.isEmpty
    if looksAcross { for market in markets { market.begin() } }
    for place in step.bars.indices {
      let bar = step.bars[place]
      let memory = try memory(of: bar.series, &step, plan)
      if looksAcross {
        markets[memory.market].add(bar.series, step.series[bar.series].symbol, plan)
      }
      let fields = outer.isEmpty ? [] : step.fields(ofBar: place)
      let row =
        step.existingRow(of: bar.series).map { $0 * step.width..<($0 + 1) * step.width } ?? 0..<0
      memory.begin(bar, at: step.ts, fields, outer, step.values.span.extracting(row))
    }
    guard looksAcross else { return }
    for pass in plan.passes.indices {
      if pass > 0 { compute(pass, &step) }
      for place in plan.passes[pass].across {
        for market in markets { market.compute(place, plan.across[place], series) }
      }
    }
  }

  private func compute(_ pass: Int, _ step: inout Step) {
    for place in step.bars.indices { series[step.bars[place].series]?.compute(pass) }
  }

  /// Puts the columns of a series into its row.
  @inline(__always)
  func write(
    _ index: SeriesIndex, _ columns: [Int], into values: inout [Double], from start: Int
  ) {
    guard let memory = series[index] else { return }
    memory.write(columns, into: &values, from: start)
  }

  /// The symbol that a node names and that has had no bar; `nil` when there is none.
  func missingReference(_ plan: FeaturePlan) -> Symbol? {
    guard !markets.isEmpty else { return nil }
    for (place, across) in plan.across.enumerated() {
      guard let symbol = across.feature.reference else { continue }
      if markets.allSatisfy({ $0.references[place] == nil }) { return symbol }
    }
    return nil
  }

  @inline(__always)
  private func memory(
    of index: SeriesIndex, _ step: inout Step, _ plan: FeaturePlan
  ) throws(StageError) -> SeriesMemory {
    if index < series.count, let memory = series[index] { return memory }
    return try makeMemory(of: index, &step, plan)
  }

  private func makeMemory(
    of index: SeriesIndex, _ step: inout Step, _ plan: FeaturePlan
  ) throws(StageError) -> SeriesMemory {
    while series.count <= index { series.append(nil) }
    let name = step.series[index]
    var bins: [BarBin] = []
    for interval in plan.intervals {
      guard let bin = BarBin(interval, of: name.interval) else {
        throw StageError(
          .configuration,
          "found bars of \(name.interval) (\(name.symbol)), of which no bar of \(interval) can be "
            + "made: expected bars of a whole part of it")
      }
      bins.append(bin)
    }
    let memory = SeriesMemory(plan, bins, market: market(of: name.interval, plan))
    series[index] = memory
    return memory
  }

  private func market(of interval: Interval, _ plan: FeaturePlan) -> Int {
    if let market = markets.firstIndex(where: { $0.interval == interval }) { return market }
    markets.append(MarketMemory(interval, plan))
    return markets.count - 1
  }
}

// MARK: - Checkpoints

extension FeatureMemory {
  private enum Key: String, CodingKey { case series, markets }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    var list = container.nestedUnkeyedContainer(forKey: .series)
    for memory in series {
      if let memory { try memory.encode(to: list.superEncoder()) } else { try list.encodeNil() }
    }
    var markets = container.nestedUnkeyedContainer(forKey: .markets)
    for market in self.markets { try market.encode(to: markets.superEncoder()) }
  }

  convenience init(from decoder: any Decoder, _ plan: FeaturePlan) throws {
    self.init()
    let container = try decoder.container(keyedBy: Key.self)
    var list = try container.nestedUnkeyedContainer(forKey: .series)
    while !list.isAtEnd {
      let isMissing = try list.decodeNil()
      series.append(isMissing ? nil : try SeriesMemory(from: list.superDecoder(), plan))
    }
    var markets = try container.nestedUnkeyedContainer(forKey: .markets)
    while !markets.isAtEnd {
      self.markets.append(try MarketMemory(from: markets.superDecoder(), plan))
    }
  }
}
