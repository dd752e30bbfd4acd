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

  /// All members, by group, in the order of the catalog.
  public static var all: [FeatureDescription] {
    let list = featureCatalog.members.map(FeatureDescription.init)
    return FeatureGroup.allCases.flatMap { group in list.filter { $0.group == group } }
  }

  init(_ member: any Component.Type) {
    kind = member.kind
    summary = member.summary
    parameters = member.parameters
    // `nil` where a parameter has to be given.
    let component = try? featureCatalog.make(member.kind).0
    switch member {
    case let type as any Feature.Type:
      group = type.group
      outputs = type.outputs
      needsVolume = type.needsVolume
      source = member is any NumberFeature.Type ? .optional : .none
      warmUp = (component as? any Feature)?.warmUp
    case let type as any AcrossFeature.Type:
      group = .across
      outputs = [type.output]
      needsVolume = false
      source = type.needsSource ? .required : .optional
      warmUp = type.needsSource ? nil : (component as? any AcrossFeature)?.warmUp
    default:
      group = .composition
      outputs = [FeatureOutput(.none)]
      needsVolume = false
      source = .none
      warmUp = nil
    }
  }

  /// The spec with all defaults: `macd:fast=12,slow=26,signal=9`.
  public var spec: String {
    let values = parameters.map { "\($0.name)=\($0.standard ?? "…")" }.joined(separator: ",")
    return kind + (values.isEmpty ? "" : ":\(values)") + (source == .required ? "(…)" : "")
  }
}
