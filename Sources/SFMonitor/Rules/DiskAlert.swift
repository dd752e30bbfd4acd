import SFCore

/// Says that the disk of a session is nearly full.
public struct DiskAlert: AlertRule {
  public static let kind = "disk"
  public static let summary = "The disk of the session is nearly full."
  public static let parameters = [
    Parameter("min", .text, default: "1GB", "what should be free, as 500MB or 1GB")
  ]
  public static let level = AlertLevel.error

  /// In bytes.
  public let min: Int64

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    guard let bytes = ByteAmount(arguments.name("min")), bytes.count > 0 else {
      throw ConfigurationError(
        "min", "must be an amount of bytes, as 500MB or 1GB, found \(arguments.name("min"))")
    }
    min = bytes.count
  }

  public mutating func findings(_ session: SessionState, at wall: Timestamp) -> [AlertFinding] {
    var findings = session.machine.stages.filter(\.isDiskFull).map {
      AlertFinding($0.name, "the stage \($0.name) waits for room on its disk")
    }
    if let free = session.machine.freeBytes, free < min {
      findings.append(
        AlertFinding(
          value: Double(free), limit: Double(min),
          "\(ByteAmount(count: free)) are free on the disk of the session"))
    }
    return findings
  }
}

/// A number of bytes as people write it: `500MB`, `1GB`; in thousands, as disks are sold.
public struct ByteAmount: Sendable, CustomStringConvertible {
  public let count: Int64

  public init(count: Int64) { self.count = count }

  private static let units: [(name: String, bytes: Int64)] = [
    ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000), ("B", 1),
  ]

  public init?(_ text: String) {
    let number = text.prefix { $0.isNumber }
    guard let unit = Self.units.first(where: { $0.name == text[number.endIndex...] }),
      let count = Int64(number), count <= 1_000_000
    else { return nil }
    self.count = count * unit.bytes
  }

  public var description: String {
    let unit = Self.units.first { count >= $0.bytes } ?? Self.units[Self.units.count - 1]
    return "\(Double(count * 10 / unit.bytes) / 10) \(unit.name)"
  }
}
