import SFCore

/// How a user says that a file writes its times: `%d.%m.%Y %H:%M:%S`, as `strftime` has it, or a
/// word for numbers.
///
///     %Y 2024   %y 24   %m 01   %d 02   %b Jan   %H 15   %I 03   %p PM   %M 04   %S 05
///     %f decimals of a second   %z +02:00, +0200 or Z   %% a percent sign
///
/// Numbers may lack leading zeros where no other number stands beside them, but years, which have
/// all their digits. Without a day it is the first of the month. ` GMT+0100` at the end is read
/// without being named.
public struct TimeFormat: Equatable, Sendable {
  enum Reading: Equatable {
    /// By the clock of the file, in milliseconds.
    case local(Int64)
    case zoned(milliseconds: Int64, shift: Int64)
    /// Since 1970.
    case moment(Int64)
  }

  private enum Part: Equatable {
    /// With all its digits where another number stands beside it: nobody knows whose one lacks.
    case field(UInt8, isWhole: Bool)
    case byte(UInt8)
  }

  private enum Number: String, CaseIterable { case excel, s, ms, us, ns }

  public let text: String
  private let parts: [Part]
  private let number: Number?
  /// Whether it says more than a date.
  let saysTimeOfDay: Bool

  public static let words = Number.allCases.map(\.rawValue).joined(separator: " ")
  private static let fields = Array("YymdbHIpMSfz".utf8)

  /// `nil` when the text names no time, or a field that there is not.
  public init?(_ text: String) {
    self.text = text
    number = Number(rawValue: text)
    var parts: [Part] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        parts.append(.byte(byte))
        continue
      }
      guard let field = rest.popFirst() else { return nil }
      if field == UInt8(ascii: "%") {
        parts.append(.byte(field))
      } else if Self.fields.contains(field) {
        parts.append(.field(field, isWhole: false))
      } else {
        return nil
      }
    }
    self.parts = number == nil ? Self.withWidths(parts) : []
    let has = { (names: String) in
      parts.contains {
        if case .field(let name, _) = $0 { names.utf8.contains(name) } else { false }
      }
    }
    saysTimeOfDay = number != nil || has("HI")
    guard number != nil || has("Yy") && has("mb") && (has("d") || !has("HIpMSfz")) else {
      return nil
    }
  }

  /// Parts that know whether they must have all their digits.
  private static func withWidths(_ parts: [Part]) -> [Part] {
    func isNumber(_ place: Int) -> Bool {
      guard parts.indices.contains(place), case .field(let name, _) = parts[place] else {
        return false
      }
      return "YymdHIMSf".utf8.contains(name)
    }
    return parts.indices.map { place in
      guard case .field(let name, _) = parts[place] else { return parts[place] }
      return .field(name, isWhole: isNumber(place - 1) || isNumber(place + 1))
    }
  }

  func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Reading? {
    if let number { return Self.read(bytes, number) }
    var moment = Moment()
    var rest = bytes[...]
    for part in parts {
      switch part {
      case .byte(let byte): guard rest.popFirst() == byte else { return nil }
      case .field(let field, let isWhole):
        guard moment.read(field, &rest, isWhole: isWhole) else { return nil }
      }
    }
    if !rest.isEmpty, moment.shift == nil, !moment.readZoneName(&rest) { return nil }
    guard rest.isEmpty, let local = moment.milliseconds, Self.isWritable(local) else { return nil }
    return moment.shift.map { .zoned(milliseconds: local - $0, shift: $0) } ?? .local(local)
  }

  private static func isWritable(_ milliseconds: Int64) -> Bool {
    (Timestamp.earliest..<Timestamp(milliseconds: 253_000_000_000_000))
      .contains(Timestamp(milliseconds: milliseconds))
  }

  // MARK: Numbers

  private static func read(_ bytes: UnsafeBufferPointer<UInt8>, _ number: Number) -> Reading? {
    guard let value = DecimalNumber(String(decoding: bytes, as: UTF8.self))?.double else {
      return nil
    }
    let milliseconds =
      switch number {
      // Days since 1899-12-30; the time of day is a fraction, to the nearest second.
      case .excel: ((value - 25_569) * 86_400).rounded() * 1_000
      case .s: value * 1_000
      case .ms: value
      case .us: value / 1_000
      case .ns: value / 1_000_000
      }
    guard milliseconds.magnitude < 2e14 else { return nil }
    let whole = Int64(milliseconds.rounded())
    guard isWritable(whole) else { return nil }
    return number == .excel ? .local(whole) : .moment(whole)
  }
}

/// The parts of a time as a format names them.
private struct Moment {
  private var (year, month, day): (Int?, Int?, Int?) = (nil, nil, nil)
  private var (hour, minute, second, fraction): (Int, Int, Int, Int) = (0, 0, 0, 0)
  private var saysDay = false
  private var isAfternoon: Bool?
  private var hasHalfDays = false
  private(set) var shift: Int64?

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// By its own clock; `nil` when there is no such time.
  var milliseconds: Int64? {
    let day = day ?? (saysDay ? nil : 1)
    guard let year, let month, let day, year >= 1, hour < 24, minute < 60, second < 60,
      !hasHalfDays || (1...12).contains(hour)
    else { return nil }
    let date = CalendarDay(year: year, month: month, day: day)
    guard date.exists else { return nil }
    let hour = hasHalfDays ? hour % 12 + (isAfternoon == true ? 12 : 0) : hour
    let seconds = Int64((hour * 60 + minute) * 60 + second)
    return date.daysSince1970 * Timestamp.millisecondsPerDay + seconds * 1_000 + Int64(fraction)
  }

  mutating func read(
    _ field: UInt8, _ rest: inout Slice<UnsafeBufferPointer<UInt8>>, isWhole: Bool
  ) -> Bool {
    func number(_ width: Int, least: Int? = nil) -> Int? {
      Self.number(&rest, least ?? (isWhole ? width : 1), width)
    }
    switch Character(Unicode.Scalar(field)) {
    case "Y": year = number(4, least: 4)
    case "y": year = number(2, least: 2).map { $0 < 70 ? 2_000 + $0 : 1_900 + $0 }
    case "m": month = number(2)
    case "d":
      saysDay = true
      day = number(2)
    case "b": month = Self.word(&rest, of: Self.months)
    case "H": return Self.set(&hour, number(2))
    case "M": return Self.set(&minute, number(2))
    case "S": return Self.set(&second, number(2))
    case "I":
      hasHalfDays = true
      return Self.set(&hour, number(2))
    case "p":
      guard let word = Self.word(&rest, of: ["am", "pm"]) else { return false }
      isAfternoon = word == 2
      return true
    case "f": return readFraction(&rest)
    default: return readZone(&rest)
    }
    return true
  }

  private static func set(_ part: inout Int, _ value: Int?) -> Bool {
    part = value ?? 0
    return value != nil
  }

  private static func number(
    _ rest: inout Slice<UnsafeBufferPointer<UInt8>>, _ least: Int, _ most: Int
  ) -> Int? {
    let digits = rest.prefix(most).prefix { $0 &- 48 < 10 }
    guard digits.count >= least else { return nil }
    rest = rest.dropFirst(digits.count)
    return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
  }

  /// The place, from 1, of a word, by as many of its letters as the list has.
  private static func word(
    _ rest: inout Slice<UnsafeBufferPointer<UInt8>>, of words: [String]
  ) -> Int? {
    let place = words.firstIndex { word in
      rest.count >= word.utf8.count && zip(rest, word.utf8).allSatisfy { $0 | 0x20 == $1 }
    }
    guard let place else { return nil }
    rest = rest.dropFirst(words[place].utf8.count)
    return place + 1
  }

  private mutating func readFraction(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let digits = rest.prefix { $0 &- 48 < 10 }
    guard (1...9).contains(digits.count) else { return false }
    rest = rest.dropFirst(digits.count)
    guard digits.dropFirst(3).allSatisfy({ $0 == 48 }) else { return false }
    fraction = (0..<3).reduce(0) { sum, place in
      sum * 10 + (place < digits.count ? Int(digits[digits.startIndex + place] - 48) : 0)
    }
    return true
  }

  /// ` GMT+0100`, ` GMT` or ` UTC`, which a format need not say.
  mutating func readZoneName(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard rest.starts(with: " GMT".utf8) || rest.starts(with: " UTC".utf8) else { return false }
    rest = rest.dropFirst(4)
    guard rest.isEmpty else { return readZone(&rest) }
    shift = 0
    return true
  }

  private mutating func readZone(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard let sign = rest.popFirst() else { return false }
    if sign | 0x20 == UInt8(ascii: "z") {
      shift = 0
      return true
    }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      let hours = Self.number(&rest, 1, 2), hours < 24
    else { return false }
    if rest.first == UInt8(ascii: ":") { rest = rest.dropFirst() }
    let minutes = Self.number(&rest, 1, 2) ?? 0
    guard minutes < 60 else { return false }
    let offset = Int64(hours * 60 + minutes) * 60_000
    shift = sign == UInt8(ascii: "+") ? offset : -offset
    return true
  }
}
