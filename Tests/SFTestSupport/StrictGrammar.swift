/// The grammar of RFC 8259, rule by rule, on a list of scalars.
///
/// Foundation alone is no judge of grammar: it takes `1.` and `[1,]`.
struct StrictGrammar {
  private var rest: ArraySlice<Unicode.Scalar>

  static func accepts(_ text: String) -> Bool {
    var grammar = StrictGrammar(rest: Array(text.unicodeScalars)[...])
    return grammar.element() && grammar.rest.isEmpty
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard rest.first == scalar else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func take(_ word: String) -> Bool {
    word.unicodeScalars.allSatisfy { take($0) }
  }

  private mutating func space() {
    while let scalar = rest.first, " \t\r\n".unicodeScalars.contains(scalar) { rest.removeFirst() }
  }

  private mutating func element() -> Bool {
    space()
    let isValue = value()
    space()
    return isValue
  }

  private mutating func value() -> Bool {
    switch rest.first {
    case "{": list("{", "}") { $0.member() }
    case "[": list("[", "]") { $0.element() }
    case "\"": string()
    case "t": take("true")
    case "f": take("false")
    case "n": take("null")
    default: number()
    }
  }

  private mutating func list(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ part: (inout StrictGrammar) -> Bool
  ) -> Bool {
    guard take(open) else { return false }
    space()
    if take(close) { return true }
    repeat { guard part(&self) else { return false } } while take(",")
    return take(close)
  }

  private mutating func member() -> Bool {
    space()
    guard string() else { return false }
    space()
    return take(":") && element()
  }

  private mutating func string() -> Bool {
    guard take("\"") else { return false }
    while let scalar = rest.popFirst() {
      if scalar == "\"" { return true }
      if scalar.value < 0x20 { return false }
      guard scalar == "\\" else { continue }
      guard let escape = rest.popFirst() else { return false }
      if escape == "u" {
        for _ in 0..<4 {
          guard let digit = rest.popFirst(), digit.properties.isASCIIHexDigit else { return false }
        }
      } else if !"\"\\/bfnrt".unicodeScalars.contains(escape) {
        return false
      }
    }
    return false
  }

  private mutating func digits() -> Int {
    let count = rest.prefix { ("0"..."9").contains($0) }.count
    rest.removeFirst(count)
    return count
  }

  private mutating func number() -> Bool {
    _ = take("-")
    let isZero = rest.first == "0"
    let count = digits()
    guard count > 0, !isZero || count == 1 else { return false }
    if take("."), digits() == 0 { return false }
    guard take("e") || take("E") else { return true }
    if !take("+") { _ = take("-") }
    return digits() > 0
  }
}
