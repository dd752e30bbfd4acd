import SFCore
import SFExpressions

/// Makes a plan of specs, one after the other: a spec sees the columns of those before it, and so
/// nothing can depend on itself.
struct FeaturePlanner {
  var specs: [String] = []
  var columns: [FeaturePlan.Column] = []
  var nodes: [FeatureNode] = []
  var intervals: [Interval] = []
  var outerValues: [OuterValue] = []
  var slotCount = 0

  /// The pass from which on the value of each slot is there.
  var passOfSlot: [Int] = []
  /// The first slot of each node: what was asked for before is computed once.
  var known: [Key: Int] = [:]
  /// The spec that gives a column.
  var owners: [String: String] = [:]

  struct Key: Hashable {
    let head: String
    let input: FeatureNode.Input
    let clock: Int
  }

  mutating func add(_ text: String) throws(ConfigurationError) {
    let spec = try FeatureSpec(text)
    let part: FeaturePart
    do {
      part = try self.part(spec.term, clock: 0)
    } catch {
      // Errors name the part that is wrong; of a spec of several parts the user sees the whole, too.
      let isWhole = spec.term.isPlain || error.setting.contains("'\(text)'")
      throw isWhole
        ? error
        : ConfigurationError("'\(text)': \(error.setting)", error.reason, help: error.help)
    }
    if spec.alias == nil, let reason = part.nameless {
      throw ConfigurationError(
        "'\(text)'", "needs a name: \(reason)", help: "for example my_feature=\(text)")
    }
    specs.append((spec.alias.map { "\($0)=" } ?? "") + part.canonical)
    for output in part.outputs.indices where part.chosen ?? output == output {
      let suffix = part.outputs[output].suffix
      let name = spec.alias.map { $0 + (part.chosen != nil || suffix.isEmpty ? "" : "_\(suffix)") }
      try addColumn(
        FeaturePlan.Column(
          name: name ?? part.columnName(output), unit: part.outputs[output].unit,
          slot: part.first + output), of: text)
    }
  }

  mutating func addColumn(
    _ column: FeaturePlan.Column, of text: String
  ) throws(ConfigurationError) {
    guard ColumnName.accepts(column.name) else {
      throw ConfigurationError(
        "'\(text)'",
        "gives the column '\(column.name)': expected at most 64 letters, digits and _",
        help: "give it another name: NAME=spec")
    }
    if let owner = owners.updateValue(text, forKey: column.name) {
      throw ConfigurationError(
        "'\(text)'", "gives the column \(column.name), which '\(owner)' gives too",
        help: "give one of them another name: NAME=spec")
    }
    columns.append(column)
  }

  // MARK: Terms

  mutating func part(
    _ term: FeatureTerm, clock outer: Int
  ) throws(ConfigurationError) -> FeaturePart {
    let clock = term.interval.map { self.clock(of: $0) } ?? outer
    switch term.head {
    case .expression(let text): return try expression(text, term, clock)
    case .component(let spec):
      let (feature, arguments) = try featureCatalog.make(spec.text)
      let reading = try term.source.flatMap { source throws(ConfigurationError) in
        try read(source, clock: clock, for: ColumnName.of(spec.kind, arguments.values))
      }
      switch feature {
      case .series(let feature):
        return try single(feature, arguments, term, reading, clock)
      case .across(let feature):
        return try across(feature, arguments, term, reading, clock)
      case .expression(let expression):
        return try self.expression(expression.text, term, clock)
      }
    }
  }

  mutating func single(
    _ feature: any Feature, _ arguments: Arguments, _ term: FeatureTerm,
    _ reading: FeatureReading?, _ clock: Int
  ) throws(ConfigurationError) -> FeaturePart {
    let kind = arguments.spec.kind
    if let reading, !(feature is any NumberFeature) {
      throw ConfigurationError(
        "'\(kind)'", "is computed of whole bars: expected no '(\(reading.columnName))'")
    }
    return try component(
      .feature(feature), arguments, type(of: feature).outputs, term, reading, clock,
      needsVolume: type(of: feature).needsVolume)
  }

  mutating func across(
    _ feature: any AcrossFeature, _ arguments: Arguments, _ term: FeatureTerm,
    _ reading: FeatureReading?, _ clock: Int
  ) throws(ConfigurationError) -> FeaturePart {
    let kind = arguments.spec.kind
    guard clock == 0 else {
      throw ConfigurationError(
        "'\(kind)'", "is computed at every mark, over all symbols: expected no interval of its own",
        help: "give the interval to what it is computed of, as in \(kind)(rsi:14@1h)")
    }
    guard reading != nil || !type(of: feature).needsSource else {
      throw ConfigurationError(
        "'\(kind)'", "lacks what it compares across symbols",
        help: "for example \(kind)(rsi:14)")
    }
    return try component(
      .across(feature), arguments, [type(of: feature).output], term, reading, clock)
  }

  mutating func expression(
    _ text: String, _ term: FeatureTerm, _ clock: Int
  ) throws(ConfigurationError) -> FeaturePart {
    let program: NumberExpression
    do {
      program = try NumberExpression(text)
    } catch {
      throw error.configurationError(of: "expr")
    }
    var places: [ValuePlace] = []
    var pass = 0
    for name in program.names {
      let slot = slot(of: name, clock: clock, for: "expr:\(text)")
      pass = max(pass, passOfSlot[slot])
      places.append(.column(slot))
    }
    var bound = program
    bound.bind(places)
    let head = "\(Expression.kind):\(text)"
    let first = node(.expression(bound), head, .bar, clock, outputs: 1, pass: pass, name: head)
    return FeaturePart(
      first: first, outputs: [.init(suffix: "", unit: nil)], chosen: nil, canonicalStem: head,
      stem: "expr", interval: term.interval,
      nameless: "an expression has none of its own")
  }

  /// Makes the node of a component, and says what it is called.
  mutating func component(
    _ work: FeatureNode.Work, _ arguments: Arguments, _ outputs: [FeatureOutput],
    _ term: FeatureTerm, _ reading: FeatureReading?, _ clock: Int, needsVolume: Bool = false
  ) throws(ConfigurationError) -> FeaturePart {
    let kind = arguments.spec.kind
    let chosen = try FeaturePart.choice(term.output, among: outputs, of: kind)
    let stem =
      ColumnName.of(kind, arguments.values) + (reading.map { "_\($0.columnName)" } ?? "")
    let input = reading?.input ?? .bar
    let first = node(
      work, arguments.canonical, input, clock, outputs: outputs.count,
      pass: reading.map { pass(of: $0.input) } ?? 0, name: stem,
      needsVolume: needsVolume || input == .volume)
    return FeaturePart(
      first: first,
      outputs: outputs.map { output in
        // A price is in the unit of what it was computed of.
        .init(
          suffix: output.suffix,
          unit: output.unit == .price && reading != nil ? reading?.unit : output.unit)
      },
      chosen: chosen,
      canonicalStem: arguments.canonical + (reading.map { "(\($0.canonical))" } ?? ""),
      stem: stem, interval: term.interval,
      nameless: reading?.nameless ?? Self.ambiguity(work, outputs, reading))
  }

  /// Why two different specs would have this name; `nil` when no other has it.
  private static func ambiguity(
    _ work: FeatureNode.Work, _ outputs: [FeatureOutput], _ reading: FeatureReading?
  ) -> String? {
    guard let reading else { return nil }
    if reading.hasInterval {
      // What looks across symbols has no interval of its own, so that the name is clear there.
      guard case .across = work else { return "its own would not say what is @interval in it" }
    }
    let isAmbiguous = outputs.contains { !$0.suffix.isEmpty && $0.suffix == reading.lastName }
    guard isAmbiguous else { return nil }
    return "its own would not say whose '\(reading.lastName)' is meant"
  }
}
