import SFCore
import SFExpressions

/// What the stage remembers of one series: the values of all its nodes, and what they need for
/// the next bar.
final class SeriesMemory {
  /// The values of all nodes. Those of a higher interval stay until its next bar.
  ///
  /// Nodes read and write them while they change themselves, which an array of
  /// this object would check at every access; here nothing else can reach them.
  private let slots: UnsafeMutableBufferPointer<Double>
  /// What is computed bar by bar, in the order of computing, for each pass of the plan.
  private let passes: [[FeatureRunner]]
  /// One for each higher interval.
  private var bins: [BarBin]
  /// The bar at hand.
  private var current = Tick()
  /// For each higher interval its bar that closed last.
  private var longer: [Tick]
  /// The series of which intervals are compared across symbols: the same number, the same length.
  let market: Int

  private struct Tick {
    /// Whether what is computed of it is computed now.
    var isDue = false
    var bar = Bar(series: 0, open: 0, high: 0, low: 0, close: 0, volume: nil)
    var ts = Timestamp.earliest
  }

  private init(
    _ values: some Collection<Double>, _ passes: [[FeatureRunner]], _ bins: [BarBin], market: Int
  ) {
    slots = .allocate(capacity: values.count)
    _ = slots.initialize(fromContentsOf: values)
    self.passes = passes
    self.bins = bins
    self.market = market
    longer = Array(repeating: Tick(), count: bins.count)
  }

  deinit { slots.deallocate() }

  /// A series that begins.
  convenience init(_ plan: FeaturePlan, _ bins: [BarBin], market: Int) {
    self.init(
      repeatElement(.nan, count: plan.slotCount),
      plan.passes.map { plan.nodes[$0.nodes].compactMap(FeatureRunner.make) }, bins,
      market: market)
  }

  /// Between marks; what a bar has brought is not copied.
  func copy() -> SeriesMemory {
    SeriesMemory(slots, passes.map { $0.map { $0.copy() } }, bins, market: market)
  }

  /// Takes the next bar: computes what closed before it, and all of the first pass.
  @inline(__always)
  func begin(
    _ bar: Bar, at ts: Timestamp, _ fields: [MarketField], _ outer: [OuterPlace],
    _ row: Span<Double>
  ) {
    current = Tick(isDue: true, bar: bar, ts: ts)
    if !bins.isEmpty || !outer.isEmpty { read(bar, at: ts, fields, outer, row) }
    compute(0)
  }

  /// Brings up to date what stands around the bar: longer bars, values from outside.
  private func read(
    _ bar: Bar, at ts: Timestamp, _ fields: [MarketField], _ outer: [OuterPlace],
    _ row: Span<Double>
  ) {
    if closeLateBins(before: ts) {
      current.isDue = false
      readBins(outer)
      for pass in passes.indices { compute(pass) }
      current.isDue = true
    }
    for index in bins.indices {
      longer[index].isDue = bins[index].add(bar, fields, at: ts)
      if longer[index].isDue { take(index) }
    }
    for value in outer where value.clock == 0 {
      slots[value.slot] = value.place.value(fields, row)
    }
    readBins(outer)
  }

  /// Computes a pass for what is due of the bar that began.
  @inline(__always)
  func compute(_ pass: Int) {
    let now = current
    for place in passes[pass].indices {
      // The list holds it, so that it need not be counted here: at each bar that would cost as much
      // as a simple feature.
      Unmanaged.passUnretained(passes[pass][place])._withUnsafeGuaranteedRef { runner in
        if runner.clock == 0 {
          if now.isDue { runner.update(now.bar, at: now.ts, slots) }
        } else if longer[runner.clock - 1].isDue {
          runner.update(longer[runner.clock - 1].bar, at: longer[runner.clock - 1].ts, slots)
        }
      }
    }
  }

  /// What a node that looks across symbols reads.
  func value(of input: FeatureNode.Input) -> Double {
    let bar = current.bar
    return switch input {
    case .bar: bar.close.double
    case .price(let field): bar.closing(at: field).close.double
    case .volume: bar.volume ?? .nan
    case .slot(let slot): slots[slot]
    }
  }

  /// Puts columns into their row.
  @inline(__always)
  func write(_ columns: [Int], into values: inout [Double], from start: Int) {
    for place in columns.indices { values[start + place] = slots[columns[place]] }
  }

  func set(_ slot: Int, _ value: Double) { slots[slot] = value.isFinite ? value + 0.0 : .nan }

  // MARK: Higher intervals

  private func closeLateBins(before ts: Timestamp) -> Bool {
    var isLate = false
    for index in bins.indices {
      let closes = bins[index].close(before: ts)
      longer[index].isDue = closes
      guard closes else { continue }
      isLate = true
      take(index)
    }
    return isLate
  }

  private func take(_ index: Int) {
    guard let bar = bins[index].bar else { return }
    longer[index].bar = bar
    longer[index].ts = bins[index].boundary
  }

  /// Values from outside at the bars that are due: a market field of the longer bar, or the value
  /// that a column has.
  private func readBins(_ outer: [OuterPlace]) {
    for value in outer where value.clock > 0 && longer[value.clock - 1].isDue {
      slots[value.slot] =
        switch value.place {
        case .field(let name):
          bins[value.clock - 1].fields.first { $0.name == name }?.value ?? .nan
        case .column: slots[value.base]
        }
    }
  }
}

/// Where a value from outside is read, and where it is put.
struct OuterPlace: Codable, Sendable {
  let place: ValuePlace
  let clock: Int
  let slot: Int
  /// The slot of the same value at the bars themselves.
  let base: Int
}

// MARK: - Checkpoints

extension SeriesMemory {
  private enum Key: String, CodingKey { case slots, nodes, bins, market }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(slots.map { $0.isNaN ? nil : $0 }, forKey: .slots)
    try container.encode(bins, forKey: .bins)
    try container.encode(market, forKey: .market)
    var nodes = container.nestedUnkeyedContainer(forKey: .nodes)
    for pass in passes { for runner in pass { try runner.encode(to: nodes.superEncoder()) } }
  }

  convenience init(from decoder: any Decoder, _ plan: FeaturePlan) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let slots = try container.decode([Double?].self, forKey: .slots)
    var nodes = try container.nestedUnkeyedContainer(forKey: .nodes)
    var passes: [[FeatureRunner]] = []
    for pass in plan.passes {
      var runners: [FeatureRunner] = []
      for case let runner? in plan.nodes[pass.nodes].map(FeatureRunner.make) {
        runners.append(try runner.resumed(from: nodes.superDecoder()))
      }
      passes.append(runners)
    }
    self.init(
      slots.map { $0 ?? .nan }, passes, try container.decode([BarBin].self, forKey: .bins),
      market: try container.decode(Int.self, forKey: .market))
  }
}
