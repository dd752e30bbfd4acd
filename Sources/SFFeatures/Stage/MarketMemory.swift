import SFCore

/// What the stage remembers of all series of one interval together, for what looks across symbols.
final class MarketMemory {
  let interval: Interval
  /// One for each node that looks across symbols, in the order of the plan.
  private let runners: [AcrossRunner]
  /// The series of the symbol that a node names; `nil` until it has had a bar, and where none is
  /// named.
  private(set) var references: [SeriesIndex?]

  // Of the step at hand; kept to be filled again.
  private var members: [SeriesIndex] = []
  private var values: [Double] = []
  private var results: [Double] = []

  private init(_ interval: Interval, _ runners: [AcrossRunner], _ references: [SeriesIndex?]) {
    self.interval = interval
    self.runners = runners
    self.references = references
  }

  convenience init(_ interval: Interval, _ plan: FeaturePlan) {
    self.init(
      interval, plan.across.map { AcrossRunner.make($0.feature) },
      Array(repeating: nil, count: plan.across.count))
  }

  func copy() -> MarketMemory { MarketMemory(interval, runners.map { $0.copy() }, references) }

  /// Forgets the bars of the step before.
  func begin() { members.removeAll(keepingCapacity: true) }

  /// Takes a series that has a bar in this step.
  func add(_ index: SeriesIndex, _ symbol: Symbol, _ plan: FeaturePlan) {
    members.append(index)
    for place in references.indices
    where references[place] == nil && plan.across[place].feature.reference == symbol {
      references[place] = index
    }
  }

  /// Computes a node for all members, of what they have computed before.
  func compute(_ place: Int, _ across: FeaturePlan.Across, _ series: [SeriesMemory?]) {
    guard !members.isEmpty else { return }
    values.removeAll(keepingCapacity: true)
    results.removeAll(keepingCapacity: true)
    for member in members {
      values.append(series[member]?.value(of: across.input) ?? .nan)
      results.append(.nan)
    }
    let reference = references[place].flatMap { members.firstIndex(of: $0) }
    values.withUnsafeBufferPointer { values in
      members.withUnsafeBufferPointer { members in
        results.withUnsafeMutableBufferPointer { results in
          var output = MutableSpan(_unsafeElements: results)
          runners[place].update(
            Span(_unsafeElements: values), of: Span(_unsafeElements: members),
            reference: reference, into: &output)
        }
      }
    }
    for (index, member) in members.enumerated() { series[member]?.set(across.slot, results[index]) }
  }
}

extension MarketMemory {
  private enum Key: String, CodingKey { case interval, nodes, references }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(interval, forKey: .interval)
    try container.encode(references, forKey: .references)
    var nodes = container.nestedUnkeyedContainer(forKey: .nodes)
    for runner in runners { try runner.encode(to: nodes.superEncoder()) }
  }

  convenience init(from decoder: any Decoder, _ plan: FeaturePlan) throws {
    let container = try decoder.container(keyedBy: Key.self)
    var nodes = try container.nestedUnkeyedContainer(forKey: .nodes)
    var runners: [AcrossRunner] = []
    for across in plan.across {
      runners.append(try AcrossRunner.make(across.feature).resumed(from: nodes.superDecoder()))
    }
    self.init(
      try container.decode(Interval.self, forKey: .interval), runners,
      try container.decode([SeriesIndex?].self, forKey: .references))
  }
}
