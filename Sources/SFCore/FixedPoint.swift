/// A decimal with eight places, held exactly as an `Int64` in units of 10⁻⁸.
///
/// Prices, quantities and rates are three types of it, so that one is never
/// taken for another; what they share is their text and their order.
public protocol FixedPoint: Hashable, Comparable, Codable, Sendable, CustomStringConvertible,
  ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral
{
  /// The value in units of 10⁻⁸.
  var units: Int64 { get }

  init(units: Int64)
}

extension FixedPoint {
  @inlinable public static var zero: Self { Self(units: 0) }

  @inlinable
  public static func < (a: Self, b: Self) -> Bool { a.units < b.units }

  /// Reads the exact decimal of a JSON number; `nil` when the text is none, or
  /// the value is out of range or has more than eight decimals.
  public init?(_ text: some StringProtocol) {
    guard let number = DecimalNumber(text), case .exact(let units) = number.eighths else {
      return nil
    }
    self.init(units: units)
  }

  public init(integerLiteral value: Int64) { self.init(units: value * 100_000_000) }

  /// The literal rounded to eight decimals: for constants in sources.
  public init(floatLiteral value: Double) { self.init(units: Int64((value * 1e8).rounded())) }

  /// The nearest value, ties to even; `nil` when it is out of range or none at all.
  public init?(rounding value: Double) {
    let units = (value * 1e8).rounded(.toNearestOrEven)
    guard units.magnitude < 9e18 else { return nil }
    self.init(units: Int64(units))
  }

  /// The `Double` nearest to the value.
  @inlinable
  public var double: Double {
    if units.magnitude <= 1 << 53 { return Double(units) / 1e8 }
    return ExactRatio.double(Int128(units), over: 100_000_000)
  }

  /// The shortest text: at most eight decimals, at least one, no exponent.
  public var description: String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: AmountText.room) { buffer in
      let count = AmountText.write(units, to: buffer.baseAddress!)
      return String(decoding: buffer[..<count], as: UTF8.self)
    }
  }

  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = Self(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not an amount: \(text)"))
    }
    self = value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension DecimalNumber {
  /// Reads a text that is a JSON number from its first to its last byte.
  public init?(_ text: some StringProtocol) {
    var copy = String(text)
    let length = copy.utf8.count
    copy += String(repeating: "\0", count: Self.padding)
    let number = copy.withUTF8 { bytes -> DecimalNumber? in
      guard let start = bytes.baseAddress else { return nil }
      var cursor = start
      guard let number = DecimalNumber(scanning: &cursor) else { return nil }
      return cursor - start == length ? number : nil
    }
    guard let number else { return nil }
    self = number
  }
}

/// A price of one unit of the base asset, in quote currency.
public struct Price: FixedPoint {
  public let units: Int64
  @inlinable public init(units: Int64) { self.units = units }
}

/// An amount of the base asset.
public struct Quantity: FixedPoint {
  public let units: Int64
  @inlinable public init(units: Int64) { self.units = units }
}

/// A fraction of something: the exact decimal of its text, so that 0.03 is 3 % and not nearly so.
public struct Ratio: FixedPoint {
  public let units: Int64
  @inlinable public init(units: Int64) { self.units = units }

  /// One in the units of a ratio.
  public static let one = Ratio(units: 100_000_000)
}
