import SFCore

/// What a run remembers, taken apart into values that can be written.
enum MemoryValue {
  case null
  case flag(Bool)
  case integer(Int64)
  case unsigned(UInt64)
  /// Every bit counts: NaN and minus zero come back as they were.
  case double(Double)
  case text(String)
  case bytes([UInt8])
  case list(MemoryList)
  case map(MemoryMap)
  /// What an encoder that somebody holds will have made by the time it is written.
  case later(MemoryEncoder)
}

/// Values in their order.
final class MemoryList {
  var values: [MemoryValue] = []
}

/// Values by name, in the order in which they were encoded.
final class MemoryMap {
  private(set) var names: [String] = []
  private(set) var values: [MemoryValue] = []
  /// The places of the names; made when there are many and one is asked for.
  private var places: [String: Int]?

  private static let few = 16

  func append(_ value: MemoryValue, _ name: String) {
    names.append(name)
    values.append(value)
    places = nil
  }

  /// The value of a name; `nil` when there is none.
  subscript(name: String) -> MemoryValue? {
    if names.count <= Self.few { return names.firstIndex(of: name).map { values[$0] } }
    if places == nil {
      places = Dictionary(zip(names, names.indices), uniquingKeysWith: { $1 })
    }
    return places?[name].map { values[$0] }
  }
}
