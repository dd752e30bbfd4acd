/// A number that led to an answer, with its name: what `--explain` shows beside it.
public struct NamedNumber: Hashable, Sendable {
  public let name: String
  /// NaN where it is missing.
  public let value: Double

  public init(_ name: String, _ value: Double) {
    self.name = name
    self.value = value
  }

  public init(_ name: String, _ value: Double?) { self.init(name, value ?? .nan) }

  public init(_ name: String, _ value: Int) { self.init(name, Double(value)) }
}

extension NamedNumber: CustomStringConvertible {
  /// `natr_14=0.83`; `natr_14=?` where the value is missing.
  public var description: String {
    if value.isNaN { return "\(name)=?" }
    let text = value.description
    return "\(name)=\(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)"
  }
}
