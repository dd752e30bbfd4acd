import SFCore

/// What the strengths of a kind of detector measure.
///
/// A model of a strategy is shown no price: a strength goes to it where this says that it is none.
public enum StrengthUnit: Hashable, Sendable {
  case unit(FeatureUnit)
  /// What the column measures that a parameter names, alone or as `abs(column)`; a number, none.
  case of(parameter: String)

  /// The unit of one detector; `nil` when nobody says.
  func resolved(_ arguments: Arguments, _ header: Header) -> FeatureUnit? {
    switch self {
    case .unit(let unit): return unit
    case .of(let parameter):
      let text = arguments.name(parameter)
      if DecimalNumber(text) != nil { return FeatureUnit.none }
      let isSigned = !text.hasPrefix("abs(") || !text.hasSuffix(")")
      return header.unit(of: isSigned ? text : String(text.dropFirst(4).dropLast()))
    }
  }
}

extension AnyDetector {
  var strengthUnit: StrengthUnit {
    switch self {
    case .series(let detector): type(of: detector).strengthUnit
    case .market(let detector): type(of: detector).strengthUnit
    }
  }
}

extension Header {
  /// The detectors of sf-detect stages whose strengths are no prices, in their order.
  public var detectorsWithoutPrices: [String] {
    stages.filter { $0.name == "sf-detect" }.flatMap { stage -> [String] in
      let (specs, names) = (stage.texts(of: "detectors"), stage.texts(of: "names"))
      return zip(specs, names).filter { spec, _ in isWithoutPrices(spec) }.map(\.1)
    }
  }

  private func isWithoutPrices(_ spec: String) -> Bool {
    do {
      let (detector, arguments) = try detectorCatalog.make(spec)
      return detector.strengthUnit.resolved(arguments, self).map { $0 != .price } ?? false
    } catch {
      // One of another version: what it measures is not known.
      return false
    }
  }
}

extension StageEntry {
  /// The texts of a list among its settings; none where it has no such list.
  fileprivate func texts(of key: String) -> [String] {
    guard case .list(let values)? = setting(named: key) else { return [] }
    return values.compactMap { value in
      if case .text(let text) = value { text } else { nil }
    }
  }
}
