import SFCore

extension Arguments {
  /// A number, or `nil` for `none`.
  func optionalNumber(_ name: String) -> Double? {
    self.name(name) == "none" ? nil : number(name)
  }
}
