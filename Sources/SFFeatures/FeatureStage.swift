import SFCore
import SFExpressions

/// Computes features for every bar of every series.
///
/// Each series has its own copy of the features, made when its first bar
/// comes. Values that are not finite are missing.
public struct FeatureStage: Stage {
  /// How values are written.
  public enum Form: String, Sendable, Codable {
    /// As columns that the stages behind can read.
    case columns
    /// As keys of lines of a type of their own (`x_features`), for programs that take flat tables.
    case wide
  }

  private let form: Form
  private let plan: FeaturePlan
  /// What the features remember; only ever changed by the one stage that holds it.
  private var memory = FeatureMemory()
  /// The position of the first column in the rows; `nil` until bound.
  private var first: Int?
  /// Where the values stand that others put into the stream.
  private var outer: [OuterPlace] = []

  public var reads: LineTypes {
    plan.outerValues.isEmpty ? LineTypes(.bar) : LineTypes([.bar, .features])
  }
  public var writes: LineTypes { form == .wide ? LineTypes(.unknown) : LineTypes(.features) }

  /// The specs with all parameters.
  public var specs: [String] { plan.specs }
  /// The names of the columns, in the order of writing.
  public var columns: [String] { plan.columns.map(\.name) }
  /// What their numbers measure, in the same order; `nil` where it follows from an expression.
  public var units: [FeatureUnit?] { plan.columns.map(\.unit) }

  /// Computations for each series: what is asked for twice counts once.
  package var nodeCount: Int { plan.nodes.count }

  public init(_ specs: [String], form: Form = .columns) throws(ConfigurationError) {
    plan = try FeaturePlan(specs)
    self.form = form
    guard form == .wide else { return }
    let keys = ["type", "ts", "symbol", "interval"]
    if let key = columns.first(where: keys.contains) {
      throw ConfigurationError("the column '\(key)'", "has the name of another key of its line")
    }
  }

  public mutating func bind(_ header: Header, _ step: inout Step) throws(StageError) {
    // After a restart the table of the run may hold our columns already.
    let isNew = first == nil
    for column in columns {
      let writer = header.stages.first { $0.columns?.contains(column) ?? false }
      guard writer == nil, !isNew || step.columns.position(of: column) == nil else {
        throw StageError(
          .configuration,
          "the stream has the column \(column) already\(writer.map { ", from \($0.name)" } ?? "")",
          help: "give this one another name, as in my_\(column)=…")
      }
    }
    outer = []
    for value in plan.outerValues {
      let place = try Self.place(of: value, step)
      let base = plan.outerValues.first { $0.name == value.name && $0.clock == 0 }
      outer.append(
        OuterPlace(
          place: place, clock: value.clock, slot: value.slot, base: base?.slot ?? value.slot))
    }
    // A stage behind cannot name a column with such a prefix: what it cannot read behind a pipe it
    // does not see in the same process either.
    let prefix = form == .wide ? Step.widePrefix : ""
    first = columns.map { step.columns.add(prefix + $0) }.first
  }

  private static func place(
    of value: OuterValue, _ step: borrowing Step
  ) throws(StageError) -> ValuePlace {
    do {
      return try step.places(of: [value.name], neededBy: value.reader)[0]
    } catch {
      let names = BarField.allCases.map(\.rawValue) + MarketField.known + step.columns.names
      throw StageError(
        .configuration,
        "\(value.reader) reads \(value.name), which is no field of the bars and no column",
        help: NearestName.help(for: value.name, among: names) ?? error.help)
    }
  }

  public mutating func update(_ step: inout Step) throws(StageError) {
    guard let first else { return }
    if let reader = plan.volumeReader { try requireVolume(step, for: reader) }
    if !isKnownUniquelyReferenced(&memory) { memory = memory.copy() }
    try memory.update(&step, plan, outer)
    for place in step.bars.indices {
      let series = step.bars[place].series
      guard let row = step.existingRow(of: series) else { continue }
      memory.write(series, plan.columnSlots, into: &step.values, from: row * step.width + first)
      if form == .wide {
        step.addWideFeatures(row: row, from: first, count: plan.columns.count)
      } else {
        step.addFeatures(row: row, from: first, count: plan.columns.count)
      }
    }
  }

  public mutating func finish(_ step: inout Step) throws(StageError) {
    guard let symbol = memory.missingReference(plan) else { return }
    let symbols = step.series.list.map(\.symbol.text)
    throw StageError(
      .configuration, "found no bar of \(symbol), with which others are to be compared",
      help: NearestName.help(for: symbol.text, among: symbols))
  }

  private func requireVolume(_ step: borrowing Step, for reader: String) throws(StageError) {
    for place in step.bars.indices where step.bars[place].volume == nil {
      let symbol = step.series[step.bars[place].series].symbol
      throw StageError(
        .configuration, "\(reader) needs volume, and bars of \(symbol) have none")
    }
  }
}

// MARK: - Checkpoints

// The plan follows from the specs; of a feature only its own content is saved.
extension FeatureStage {
  private enum Key: String, CodingKey { case specs, form, first, outer, memory }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    form = try container.decode(Form.self, forKey: .form)
    plan = try FeaturePlan(container.decode([String].self, forKey: .specs))
    first = try container.decodeIfPresent(Int.self, forKey: .first)
    outer = try container.decode([OuterPlace].self, forKey: .outer)
    memory = try FeatureMemory(from: container.superDecoder(forKey: .memory), plan)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(form, forKey: .form)
    try container.encode(specs, forKey: .specs)
    try container.encodeIfPresent(first, forKey: .first)
    try container.encode(outer, forKey: .outer)
    try memory.encode(to: container.superEncoder(forKey: .memory))
  }
}
