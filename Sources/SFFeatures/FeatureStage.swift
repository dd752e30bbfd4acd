import SFCore

/// Computes features for every bar of every series.
///
/// Each series has its own copy of the features, made when its first bar
/// comes. Values that are not finite are missing.
public struct FeatureStage: Stage {
  /// The specs with all parameters.
  public let specs: [String]
  /// The names of the columns, in the order of writing.
  public let columns: [String]
  /// What their numbers measure, in the same order.
  public let units: [FeatureUnit]

  /// As configured: what a new series begins with.
  private let features: [AnyComponent<FeatureList>]
  /// The first column of each feature, and behind them the number of columns.
  private let offsets: [Int]
  /// The name of a feature that needs volume; `nil` when none does.
  private let volumeReader: String?
  /// The position of the first column in the rows; `nil` until bound.
  private var first: Int?
  /// The features of each series, one series behind the other.
  private var states: [AnyComponent<FeatureList>] = []

  public var reads: LineTypes { LineTypes(.bar) }
  public var writes: LineTypes { LineTypes(.features) }

  public init(_ specs: [String]) throws(ConfigurationError) {
    var features: [AnyComponent<FeatureList>] = []
    var canonical: [String] = []
    var names = ColumnNames()
    var units: [FeatureUnit] = []
    var offsets = [0]
    var volumeReader: String?
    for spec in specs {
      let (component, arguments) = try featureCatalog.make(spec)
      guard let feature = component as? any Feature else {
        throw ConfigurationError("'\(spec)'", "is no feature")
      }
      features.append(AnyComponent(feature))
      canonical.append(arguments.canonical)
      try names.add(type(of: feature).outputs, of: arguments)
      units += type(of: feature).outputs.map(\.unit)
      offsets.append(names.list.count)
      if type(of: feature).needsVolume { volumeReader = volumeReader ?? arguments.columnName }
    }
    self.specs = canonical
    self.columns = names.list
    self.units = units
    self.features = features
    self.offsets = offsets
    self.volumeReader = volumeReader
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
    let positions = columns.map { step.columns.add($0) }
    first = positions.first
  }

  public mutating func update(_ step: inout Step) throws(StageError) {
    guard let first else { return }
    for place in step.bars.indices {
      let bar = step.bars[place]
      guard let row = step.existingRow(of: bar.series) else { continue }
      if bar.volume == nil, let volumeReader {
        throw StageError(
          .configuration,
          "\(volumeReader) needs volume, and bars of \(step.series[bar.series].symbol) have none")
      }
      compute(bar, at: step.ts, into: &step.values, from: row * step.width + first)
      step.addFeatures(row: row, from: first, count: columns.count)
    }
  }

  private mutating func compute(
    _ bar: Bar, at ts: Timestamp, into values: inout [Double], from start: Int
  ) {
    let state = bar.series * features.count
    while states.count < state + features.count { states += features }
    // The one place where a feature is handed memory: its own columns of its own row.
    states.withUnsafeMutableBufferPointer { states in
      values.withUnsafeMutableBufferPointer { values in
        for index in features.indices {
          let own = UnsafeMutableBufferPointer(
            rebasing: values[start + offsets[index]..<start + offsets[index + 1]])
          var outputs = MutableSpan(_unsafeElements: own)
          states[state + index].content.update(bar, at: ts, into: &outputs)
          // What the next stage of this process sees is what one behind a pipe reads.
          for place in own.indices { own[place] = own[place].isFinite ? own[place] + 0.0 : .nan }
        }
      }
    }
  }
}

/// The columns of a list of features, each with a name of its own.
private struct ColumnNames {
  private(set) var list: [String] = []
  private var owners: [String: String] = [:]

  mutating func add(
    _ outputs: [FeatureOutput], of arguments: Arguments
  ) throws(ConfigurationError) {
    for output in outputs {
      let suffix = output.suffix.isEmpty ? "" : "_\(output.suffix)"
      let name = arguments.columnName + suffix
      guard ColumnName.accepts(name) else {
        throw ConfigurationError(
          "'\(arguments.spec.text)'", "gives the column '\(name)': expected at most 64 characters",
          help: "give it a shorter name: NAME=spec")
      }
      if let owner = owners.updateValue(arguments.spec.text, forKey: name) {
        throw ConfigurationError(
          "'\(arguments.spec.text)'", "gives the column \(name), which '\(owner)' gives too",
          help: "give one of them another name: NAME=spec")
      }
      list.append(name)
    }
  }
}
