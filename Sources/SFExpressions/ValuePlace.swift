import SFCore

/// Where the value of a name stands at a bar.
public enum ValuePlace: Codable, Hashable, Sendable {
  /// At this position of the row.
  case column(Int)
  /// Among the further market fields of the bar.
  case field(String)

  var isField: Bool {
    if case .field = self { return true }
    return false
  }

  /// The value; NaN when it is missing.
  @inline(__always)
  public func value(_ fields: [MarketField], _ row: Span<Double>) -> Double {
    switch self {
    case .column(let position): row[position]
    case .field(let name): fields.first { $0.name == name }?.value ?? .nan
    }
  }
}

extension MarketField {
  /// The market fields that any stream may have, also where its first bars have none.
  public static let known = [
    "funding_rate", "open_interest", "quote_volume", "taker_buy_base_volume",
    "taker_buy_quote_volume", "trades",
  ]
}

extension Step {
  /// Where the values of names stand: a column goes before a market field of the same name.
  ///
  /// A market field is one that a bar of this step has, or one that is known by its name.
  public func places(
    of names: [String], neededBy component: String
  ) throws(StageError) -> [ValuePlace] {
    var places: [ValuePlace] = []
    for name in names {
      if let position = columns.position(of: name) {
        places.append(.column(position))
      } else if MarketField.known.contains(name) || hasField(name) {
        places.append(.field(name))
      } else {
        throw StageError.missingColumn(name, neededBy: component, among: columns.names)
      }
    }
    return places
  }

  private func hasField(_ name: String) -> Bool {
    bars.indices.contains { fields(ofBar: $0).contains { $0.name == name } }
  }
}
