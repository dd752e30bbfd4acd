import SFCore
import SFExpressions

/// The detectors of a stage as configured: of one series each, and market-wide.
struct Roster: Codable, Sendable {
  private(set) var specs: [String] = []
  private(set) var names: [String] = []
  var own: [DetectStage.Watch] = []
  private(set) var market: [AnyComponent<MarketDetectorList>] = []
  /// What the market-wide ones compute for each series.
  var readers: [ExpressionProgram] = []
  /// The places among all of those of one series, and of the market-wide ones.
  private(set) var placesOfOwn: [Int] = []
  private(set) var placesOfMarket: [Int] = []

  init(_ specs: [Spec]) throws(ConfigurationError) {
    for spec in specs {
      let (detector, arguments) = try detectorCatalog.make(spec)
      let name = arguments.columnName
      guard !names.contains(name) else {
        throw ConfigurationError(
          "'\(spec.text)'", "has the name \(name), which another detector has too",
          help: "give one of them another name: NAME=spec")
      }
      try add(detector, spec)
      self.specs.append(arguments.canonical)
      names.append(name)
    }
  }

  private mutating func add(
    _ detector: AnyDetector, _ spec: Spec
  ) throws(ConfigurationError) {
    switch detector {
    case .series(let detector):
      own.append(DetectStage.Watch(detector: AnyComponent(detector)))
      placesOfOwn.append(names.count)
    case .market(let detector):
      market.append(AnyComponent(detector))
      placesOfMarket.append(names.count)
      do {
        readers.append(try ExpressionProgram(detector.each))
      } catch {
        throw ConfigurationError("'\(spec.text)':", error.message, help: error.help)
      }
    }
  }

  /// What each of all detectors reads.
  var needsOfEach: [[String]] {
    var needs: [[String]] = names.map { _ in [] }
    for index in own.indices { needs[placesOfOwn[index]] = own[index].detector.content.names }
    for index in readers.indices { needs[placesOfMarket[index]] = readers[index].names }
    return needs
  }

  /// The conditions that detectors are said in.
  var conditions: [String] {
    own.flatMap { watch in (watch.detector.content as? any RuleDetector)?.rules.conditions ?? [] }
  }

  /// The columns and market fields that are needed, in the order of first use.
  var needs: [String] {
    let all = own.flatMap { $0.detector.content.names } + readers.flatMap(\.names)
    return all.indices.filter { all.firstIndex(of: all[$0]) == $0 }.map { all[$0] }
  }

  var readsFields: Bool {
    own.contains { $0.detector.content.readsFields } || readers.contains(where: \.readsFields)
  }

  func ownName(_ index: Int) -> String { names[placesOfOwn[index]] }
  func marketName(_ index: Int) -> String { names[placesOfMarket[index]] }
}
