import SFCore

/// Where values come from, and the nodes that make them.
extension FeaturePlanner {
  /// What stands between the brackets of a feature; `nil` for the close, which it reads anyway.
  mutating func read(
    _ source: FeatureSource, clock: Int, for reader: String
  ) throws(ConfigurationError) -> FeatureReading? {
    switch source {
    case .name("close"): return nil
    case .name(let name): return named(name, clock: clock, for: reader)
    case .feature(let term):
      let part = try self.part(term, clock: clock)
      let output = try part.read()
      return FeatureReading(
        input: .slot(part.first + output), unit: part.outputs[output].unit,
        canonical: part.canonical, columnName: part.columnName(output),
        lastName: part.outputs[output].suffix,
        hasInterval: term.hasInterval, nameless: part.nameless)
    }
  }

  private mutating func named(_ name: String, clock: Int, for reader: String) -> FeatureReading {
    func reading(_ input: FeatureNode.Input, _ unit: FeatureUnit?) -> FeatureReading {
      FeatureReading(
        input: input, unit: unit, canonical: name, columnName: name, lastName: name,
        hasInterval: false, nameless: nil)
    }
    if let field = PriceField(rawValue: name) { return reading(.price(field), .price) }
    if name == "volume" { return reading(.volume, FeatureUnit.none) }
    if let column = columns.first(where: { $0.name == name }) {
      return reading(.slot(column.slot), column.unit)
    }
    return reading(.slot(slot(of: name, clock: clock, for: "\(reader)_\(name)")), nil)
  }

  /// The slot of a column that stands before, or else of a value that others put into the stream.
  mutating func slot(of name: String, clock: Int, for reader: String) -> Int {
    if let column = columns.first(where: { $0.name == name }) { return column.slot }
    if let known = outerValues.first(where: { $0.name == name && $0.clock == clock }) {
      return known.slot
    }
    // A longer bar that closes late reads what was there before: the value of the bars themselves.
    if clock > 0 { _ = slot(of: name, clock: 0, for: reader) }
    let slot = newSlots(1, from: 0)
    outerValues.append(OuterValue(name: name, clock: clock, slot: slot, reader: reader))
    return slot
  }

  /// A name that was unknown where it stood must not become one of our own columns behind it.
  func refuseLaterColumns() throws(ConfigurationError) {
    for value in outerValues {
      guard let owner = owners[value.name] else { continue }
      throw ConfigurationError(
        "'\(value.reader)'", "reads \(value.name), which stands behind it",
        help: "put '\(owner)' before it")
    }
  }

  /// The clock of an interval, which is new where no spec has named it before.
  mutating func clock(of interval: Interval) -> Int {
    if let place = intervals.firstIndex(of: interval) { return place + 1 }
    intervals.append(interval)
    return intervals.count
  }

  func pass(of input: FeatureNode.Input) -> Int {
    if case .slot(let slot) = input { return passOfSlot[slot] }
    return 0
  }

  /// The first slot of a node, which is made when it is new.
  mutating func node(
    _ work: FeatureNode.Work, _ head: String, _ input: FeatureNode.Input, _ clock: Int,
    outputs: Int, pass: Int, name: String, needsVolume: Bool = false
  ) -> Int {
    let key = Key(head: head, input: input, clock: clock)
    if let first = known[key] { return first }
    var next = pass
    // What was computed at the mark is there for nodes of the next pass.
    if case .across = work { next += 1 }
    let first = newSlots(outputs, from: next)
    nodes.append(
      FeatureNode(
        work: work, input: input, clock: clock, slots: first..<first + outputs, pass: pass,
        name: name, needsVolume: needsVolume))
    known[key] = first
    return first
  }

  private mutating func newSlots(_ count: Int, from pass: Int) -> Int {
    defer { slotCount += count }
    passOfSlot += Array(repeating: pass, count: count)
    return slotCount
  }
}

extension FeatureTerm {
  /// Whether it is kind and values and nothing else.
  var isPlain: Bool { source == nil && output == nil && interval == nil }

  /// Whether an interval stands in it or in what it is computed of.
  var hasInterval: Bool {
    if interval != nil { return true }
    guard case .feature(let inner) = source else { return false }
    return inner.hasInterval
  }
}
