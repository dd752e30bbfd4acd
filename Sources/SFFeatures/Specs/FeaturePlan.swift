import SFCore

/// What a list of specs comes to: nodes in the order of computing, and the columns that are written.
struct FeaturePlan: Sendable {
  /// The specs with all parameters, one for each given.
  let specs: [String]
  let columns: [Column]
  /// The slot of each column.
  let columnSlots: [Int]
  let nodes: [FeatureNode]
  /// What is computed bar by bar, and behind it across symbols; then what reads that.
  let passes: [Pass]
  /// The nodes that look across symbols.
  let across: [Across]
  /// The higher intervals.
  let intervals: [Interval]
  let outerValues: [OuterValue]
  /// Values of a series at a bar.
  let slotCount: Int
  /// What reads the volume; `nil` when nothing does.
  let volumeReader: String?

  struct Column: Sendable {
    let name: String
    /// `nil` where it follows from an expression.
    let unit: FeatureUnit?
    let slot: Int
  }

  struct Pass: Sendable {
    var nodes: Range<Int>
    /// Places in `across`.
    var across: Range<Int>
  }

  struct Across: Sendable {
    let feature: any AcrossFeature
    let input: FeatureNode.Input
    let slot: Int
  }

  init(_ specs: [String]) throws(ConfigurationError) {
    var planner = FeaturePlanner()
    for spec in specs { try planner.add(spec) }
    try planner.refuseLaterColumns()
    self.specs = planner.specs
    columns = planner.columns
    columnSlots = columns.map(\.slot)
    // A node reads slots below its own, so within a pass their order is an order of computing.
    let nodes = planner.nodes.sorted {
      ($0.pass, $0.slots.lowerBound) < ($1.pass, $1.slots.lowerBound)
    }
    self.nodes = nodes
    var passes: [Pass] = []
    var across: [Across] = []
    for (index, node) in nodes.enumerated() {
      while passes.count <= node.pass {
        passes.append(Pass(nodes: index..<index, across: across.count..<across.count))
      }
      passes[node.pass].nodes = passes[node.pass].nodes.lowerBound..<index + 1
      guard case .across(let feature) = node.work else { continue }
      across.append(Across(feature: feature, input: node.input, slot: node.slots.lowerBound))
      passes[node.pass].across = passes[node.pass].across.lowerBound..<across.count
    }
    self.passes = passes
    self.across = across
    intervals = planner.intervals
    outerValues = planner.outerValues
    slotCount = planner.slotCount
    volumeReader = nodes.first { $0.needsVolume }?.name
  }
}
