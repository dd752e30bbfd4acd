import SFCore
import SFWire

/// A line as another program might write it: the same content, other bytes.
public struct ForeignText {
  private var generator: SeededGenerator

  private static let integers = Set(
    LineTable.types.flatMap(LineTable.rules).filter { $0.kind == .integer }.map(\.key))

  public init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// Keys in another order, white space, escapes, exponents, keys that we do not know.
  public mutating func rendering(_ line: String) throws -> String {
    let value = try Line.withLine(of: Array(line.utf8)) { try JSONValue($0) }
    var members = (value.members ?? []).map { (key: $0.key, value: text($0.value)) }
    if generator.next() % 2 == 0 { members.shuffle(using: &generator) }
    if generator.next() % 2 == 0 {
      let unknown = [
        ("x_note", "\"}{\\\"\""), ("x_list", "[1,{\"a\":[]},null, true ]"), ("x_n", "-1.5E+3"),
        ("comment", "\"unknown\""), ("nested", "{\"type\":\"bar\"}"),
      ]
      members.insert(
        unknown[Int(generator.next() % 5)], at: Int(generator.next() % UInt64(members.count + 1)))
    }
    let content = members.map {
      space() + key($0.key) + space() + ":" + space() + $0.value + space()
    }
    return space() + "{" + content.joined(separator: ",") + "}" + space()
  }

  private mutating func text(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): string(text)
    case .number(let text): number(text)
    case .object(let members):
      "{"
        + members.map {
          space() + string($0.key) + space() + ":" + space() + text($0.value) + space()
        }
        .joined(separator: ",") + "}"
    case .array(let values):
      "[" + values.map { space() + text($0) + space() }.joined(separator: ",") + "]"
    default: value.text
    }
  }

  /// The same number by other digits: `1.5` as `15e-1`, `1.50` or `0.15E1`.
  private mutating func number(_ text: String) -> String {
    guard text.contains("."), !text.contains("e"), generator.next() % 2 == 0 else { return text }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let (sign, whole) = parts[0].hasPrefix("-") ? ("-", parts[0].dropFirst()) : ("", parts[0])
    if generator.next() % 2 == 0 { return text + "00" }
    let digits = String((whole + parts[1]).drop { $0 == "0" })
    return digits.isEmpty ? text : "\(sign)\(digits)e-\(parts[1].count)"
  }

  /// A key, sometimes with an escape; keys of integers are left as they are.
  private mutating func key(_ text: String) -> String {
    Self.integers.contains(text) ? "\"\(text)\"" : string(text)
  }

  private mutating func string(_ text: String) -> String {
    // Times are read in their one form, escapes excepted nowhere.
    if Timestamp(text) != nil || generator.next() % 2 == 0 { return JSONValue.string(text).text }
    var result = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" || scalar.value < 0x20 || generator.next() % 4 == 0 {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16, uppercase: generator.next() % 2 == 0)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      } else if scalar == "/" {
        result += "\\/"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private mutating func space() -> String {
    ["", "", "", " ", "  ", "\t", "\r"][Int(generator.next() % 7)]
  }
}
