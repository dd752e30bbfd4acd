import SFCore

extension Arguments {
  /// A ratio that must be greater than 0.
  func positiveRatio(_ name: String) throws(ConfigurationError) -> Ratio {
    let value = ratio(name)
    guard value > .zero else {
      throw ConfigurationError(name, "must be greater than 0, is \(value)")
    }
    return value
  }

  /// A number, or `nil` for `none`.
  func optionalNumber(_ name: String) -> Double? {
    self.name(name) == "none" ? nil : number(name)
  }
}
