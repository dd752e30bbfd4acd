/// The single values that a program remembers: a value or a truth of an earlier bar each.
///
/// They are apart from the windows, since a crossing is asked for at every bar: by a pointer that
/// is a few instructions. NaN is a missing value.
struct LatestValues: Sendable {
  private(set) var list: [Double] = []

  /// Makes room for one more; returns its place.
  mutating func add() -> Int {
    list.append(.nan)
    return list.count - 1
  }

  mutating func withPointer(_ body: (Pointer) -> Void) {
    list.withUnsafeMutableBufferPointer { body(Pointer(values: $0)) }
  }

  /// The values while a bar is computed.
  struct Pointer {
    fileprivate let values: UnsafeMutableBufferPointer<Double>

    /// The value of an operation that remembers one value, at a place; `nil` for one that does not.
    @inline(__always)
    func apply(
      _ operation: Instruction.Operation, _ x: Double, _ y: Double, at place: Int
    ) -> Double? {
      switch operation {
      // That the one was not beyond the other at the bar before, and is now.
      case .crossAbove:
        let before = replace(place, Arithmetic.truth(x <= y, x, y))
        return Arithmetic.both(before, Arithmetic.truth(x > y, x, y))
      case .crossBelow:
        let before = replace(place, Arithmetic.truth(x >= y, x, y))
        return Arithmetic.both(before, Arithmetic.truth(x < y, x, y))
      case .previous: return replace(place, x)
      case .latest:
        if !x.isNaN { values[place] = x }
        return values[place]
      case .valueWhen:
        if x == 1 { values[place] = y }
        return values[place]
      default: return nil
      }
    }

    /// Puts a value in the place of another, which is returned.
    @inline(__always)
    private func replace(_ place: Int, _ value: Double) -> Double {
      let before = values[place]
      values[place] = value
      return before
    }
  }
}

// A checkpoint has no NaN: what is missing is `nil` there.
extension LatestValues: Codable {
  init(from decoder: any Decoder) throws {
    list = try decoder.singleValueContainer().decode([Double?].self).map { $0 ?? .nan }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(list.map { $0.isNaN ? nil : $0 })
  }
}
