import ArgumentParser

/// A length of time on the command line: `500ms`, `10s`, `15m`, `2h`.
struct Delay: ExpressibleByArgument, Equatable {
  let milliseconds: Int

  private static let units = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)]

  init(milliseconds: Int) { self.milliseconds = milliseconds }

  init?(argument: String) {
    guard let (unit, factor) = Self.units.first(where: { argument.hasSuffix($0.0) }),
      let value = Int(argument.dropLast(unit.utf8.count)), (0...1_000_000).contains(value)
    else { return nil }
    milliseconds = value * factor
  }

  var defaultValueDescription: String { text }

  /// In the largest unit that is whole.
  var text: String {
    let unit = Self.units.last { milliseconds % $0.1 == 0 && milliseconds >= $0.1 } ?? ("ms", 1)
    return "\(milliseconds / unit.1)\(unit.0)"
  }
}
