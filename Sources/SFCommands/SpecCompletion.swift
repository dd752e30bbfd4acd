import SFCore
import SFDetect
import SFFeatures
import SFLabel
import SFReport
import SFRisk
import SFStrategy
import SFTool

/// What a spec that is being written may go on with.
enum SpecCompletion {
  /// The kinds; behind one and `:`, the keys that are still to be given, with their defaults, and
  /// columns where one is taken.
  static func candidates<Member>(_ catalog: Catalog<Member>, _ part: String) -> [String] {
    guard let colon = part.firstIndex(of: ":") else {
      // An alias stays as it is.
      let head = part.lastIndex(of: "=").map { part[...$0] } ?? ""
      return catalog.members.map { head + $0.kind + ($0.parameters.isEmpty ? "" : ":") }
        + catalog.members.filter {
          $0.parameters.allSatisfy { $0.standard != nil || $0.isOptional }
        }
        .map { head + $0.kind }
    }
    let kind = part[..<colon].split(separator: "=").last.map(String.init) ?? ""
    guard let member = catalog.members.first(where: { $0.kind == kind }) else { return [] }
    let place = part.lastIndex(of: ",") ?? colon
    let (head, last) = (String(part[...place]), String(part[part.index(after: place)...]))
    let parameters = member.parameters + catalog.common
    if let equals = last.firstIndex(of: "=") {
      let key = String(last[..<equals])
      guard let parameter = parameters.first(where: { $0.name == key }) else { return [] }
      return values(of: parameter).map { head + key + "=" + $0 }
    }
    let given = part[part.index(after: colon)...].split(separator: ",").map {
      String($0.prefix { $0 != "=" })
    }
    let keys = parameters.filter { !given.contains($0.name) }
    var words = keys.map { "\(head)\($0.name)=\($0.standard ?? "")" }
    if case .column? = keys.first?.kind { words += columns.map { head + $0 } }
    return words
  }

  private static func values(of parameter: Parameter) -> [String] {
    let none = parameter.allowsNone ? ["none"] : []
    return switch parameter.kind {
    case .choice(let values): values + none
    case .column: columns + none
    default: [parameter.standard].compactMap(\.self) + none
    }
  }

  /// The columns of all features with their defaults.
  static var columns: [String] {
    FeatureDescription.all.flatMap { feature -> [String] in
      // One that needs more than defaults has no column yet.
      (try? FeatureStage([feature.kind]))?.columns ?? []
    }
  }
}

extension FeaturesCommand {
  public static func candidates(for key: String, _ part: String) -> [String]? {
    key == "specs" ? SpecCompletion.candidates(featureCatalog, part) : nil
  }
}

extension DetectCommand {
  public static func candidates(for key: String, _ part: String) -> [String]? {
    switch key {
    case "specs": SpecCompletion.candidates(detectorCatalog, part)
    case "rise", "fall", "strength", "probability": SpecCompletion.columns
    default: nil
    }
  }
}

extension LabelCommand {
  public static func candidates(for key: String, _ part: String) -> [String]? {
    key == "specs" ? SpecCompletion.candidates(labelerCatalog, part) : nil
  }
}

extension StrategyCommand {
  public static func candidates(for key: String, _ part: String) -> [String]? {
    switch key {
    case "exit": SpecCompletion.candidates(exitCatalog, part)
    case "size": SpecCompletion.candidates(sizerCatalog, part)
    case "filter":
      SpecCompletion.candidates(filterCatalog, part)
    case "aggregate": SpecCompletion.candidates(aggregatorCatalog, part)
    case "entry": SpecCompletion.candidates(entryCatalog, part)
    default: nil
    }
  }
}

extension RiskCommand {
  public static func candidates(for key: String, _ part: String) -> [String]? {
    key == "rule" ? SpecCompletion.candidates(riskRuleCatalog, part) : nil
  }
}

extension ReportCommand {
  public static func candidates(for key: String, _ part: String) -> [String]? {
    Metric.names(for: key)
  }
}
