import SFCore

/// What `--list` says of a member of the catalog.
public struct FeatureDescription: Sendable {
  public let kind: String
  public let group: FeatureGroup
  public let summary: String
  public let parameters: [Parameter]
  public let outputs: [FeatureOutput]
  /// The number of the bar with which all outputs have their first value, with the defaults; `nil`
  /// where that depends on a parameter without a default, or on what it is computed of.
  public let warmUp: Int?
  public let source: Source
  public let needsVolume: Bool

  /// What may stand between the brackets behind it.
  public enum Source: String, Sendable {
    /// Nothing: it reads whole bars, or their time.
    case none
    /// A field, a column or a feature, in place of the close.
    case optional
    /// A field, a column or a feature.
    case required
  }

  /// All members, by group, each in alphabetical order.
  public static var all: [FeatureDescription] {
    let list =
      seriesFeatures.map { FeatureDescription(series: $0) }
      + acrossFeatures.map { FeatureDescription(across: $0) }
      + [FeatureDescription(Expression.self, .composition, [FeatureOutput(.none)], warmUp: nil)]
    let members = list.sorted { $0.kind < $1.kind }
    return FeatureGroup.allCases.flatMap { group in members.filter { $0.group == group } }
  }

  private init(series type: any Feature.Type) {
    self.init(
      type, type.group, type.outputs, warmUp: type.standard?.warmUp,
      source: type is any NumberFeature.Type ? .optional : .none, needsVolume: type.needsVolume)
  }

  private init(across type: any AcrossFeature.Type) {
    self.init(
      type, .across, [type.output], warmUp: type.needsSource ? nil : type.standard?.warmUp,
      source: type.needsSource ? .required : .optional)
  }

  private init(
    _ type: any Component.Type, _ group: FeatureGroup, _ outputs: [FeatureOutput], warmUp: Int?,
    source: Source = .none, needsVolume: Bool = false
  ) {
    kind = type.kind
    summary = type.summary
    parameters = type.parameters
    self.group = group
    self.outputs = outputs
    self.warmUp = warmUp
    self.source = source
    self.needsVolume = needsVolume
  }

  /// The spec with all defaults: `macd:fast=12,slow=26,signal=9`.
  public var spec: String {
    let values = parameters.map { "\($0.name)=\($0.standard ?? "…")" }.joined(separator: ",")
    return kind + (values.isEmpty ? "" : ":\(values)") + (source == .required ? "(…)" : "")
  }
}

extension Component {
  /// With its defaults; `nil` where a parameter has to be given.
  fileprivate static var standard: Self? {
    // What is missing is no failure here.
    try? Self(Spec(kind).arguments(for: parameters))
  }
}
