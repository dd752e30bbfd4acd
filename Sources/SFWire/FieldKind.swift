/// What the value of a key may be.
public enum FieldKind: Sendable, Equatable {
  case type
  case timestamp
  case symbol
  case interval
  case amount
  case float
  /// A float from 0 to 1.
  case fraction
  case integer
  case text
  case choice([String])
  /// An object of names and numbers.
  case values
  /// An object of names and amounts.
  case amounts
  /// An object of names and two amounts each: what is free, what is locked.
  case assets
  case stages
  case counts

  /// The names of an enumeration.
  static func choice<Value: CaseIterable & RawRepresentable<String>>(
    of type: Value.Type
  ) -> FieldKind {
    .choice(type.allCases.map(\.rawValue))
  }

  /// The texts that it allows; empty where it allows more than a few.
  var choices: [String] {
    if case .choice(let texts) = self { return texts }
    return []
  }
}
