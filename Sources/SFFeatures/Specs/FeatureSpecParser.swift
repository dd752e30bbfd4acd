import SFCore

/// Reads the text of a spec from left to right; errors name the column, from 1.
struct FeatureSpecParser {
  private let text: String
  private let bytes: [UInt8]
  private var offset = 0
  private var depth = 0

  /// No one needs more, and each level is a call.
  private static let deepest = 32
  private static let expression = "\(Expression.kind):"

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  /// The name before the first `=`, if that stands before anything else.
  mutating func alias() throws(ConfigurationError) -> String? {
    guard let place = bytes.firstIndex(where: { ":(@=".utf8.contains($0) }),
      bytes[place] == UInt8(ascii: "=")
    else { return nil }
    let alias = string(0..<place)
    guard ColumnName.accepts(alias) else {
      throw ConfigurationError(
        "'\(text)'", "has the alias '\(alias)': expected letters, digits and _, no digit first")
    }
    offset = place + 1
    return alias
  }

  mutating func term() throws(ConfigurationError) -> FeatureTerm {
    if depth == 0 { try refuseCall() }
    let (head, chosen) = try head(of: textOfHead())
    var source: FeatureSource?
    var output = chosen
    if take("(") { source = try self.source(behind: offset - 1) }
    if output == nil, take(".") {
      let name = word()
      guard !name.isEmpty else { throw error("expected the name of an output behind '.'") }
      output = name
    }
    return FeatureTerm(
      head: head, source: source, output: output, interval: take("@") ? try interval() : nil)
  }

  /// `sma(20)` is how others write `sma:20`; here a source stands in brackets.
  private func refuseCall() throws(ConfigurationError) {
    let call = string(offset..<bytes.count)
    guard let meant = Spec.withColon(call), let colon = meant.firstIndex(of: ":"),
      meant[colon...].dropFirst().allSatisfy({ $0.isNumber || $0 == "," || $0 == "." })
    else { return }
    throw ConfigurationError(
      "'\(text)'", "has values in brackets, where a source stands: expected them behind ':'",
      help: "did you mean '\(meant)'?")
  }

  func end() throws(ConfigurationError) {
    guard offset == bytes.count else {
      throw error(
        bytes[offset] == UInt8(ascii: ")")
          ? "found ')' without '('"
          : "found '\(string(offset..<bytes.count))', expected the end, '.output' or '@interval'")
    }
  }

  // MARK: Parts

  /// The text of kind and values: up to a bracket, an interval, or the end. An expression has
  /// brackets of its own.
  private mutating func textOfHead() throws(ConfigurationError) -> String {
    let start = offset
    let isExpression = bytes[start...].starts(with: Self.expression.utf8)
    var open: [Int] = []
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "@") {
      if bytes[offset] == UInt8(ascii: "(") {
        guard isExpression else { break }
        open.append(offset)
      } else if bytes[offset] == UInt8(ascii: ")") {
        guard open.popLast() != nil else { break }
      }
      offset += 1
    }
    if let place = open.last { throw unclosed(place) }
    return string(start..<offset)
  }

  /// Kind and values, and the output that is chosen behind them.
  private func head(
    of head: String
  ) throws(ConfigurationError) -> (FeatureTerm.Head, output: String?) {
    if head.hasPrefix(Self.expression) {
      return (.expression(String(head.dropFirst(Self.expression.utf8.count))), nil)
    }
    var (text, output) = (Substring(head), String?.none)
    if let point = head.lastIndex(of: "."), let first = head[point...].dropFirst().first,
      first.isLetter || first == "_", Self.choosesOutputs(head)
    {
      text = head[..<point]
      output = String(head[point...].dropFirst())
    }
    if text.isEmpty { throw error("expected a feature, as in sma:20") }
    let spec = try Spec(String(text))
    if let alias = spec.alias {
      throw ConfigurationError(
        "'\(self.text)'", "has the name '\(alias)=' inside: a name stands at the start")
    }
    return (.component(spec), output)
  }

  /// Whether a point behind the values chooses an output: not where a value may have one itself.
  private static func choosesOutputs(_ head: String) -> Bool {
    let kind = head.prefix { $0 != ":" && $0 != "." }
    let member = featureCatalog.members.first { $0.kind == kind }
    return member?.parameters.allSatisfy { $0.kind.isWithoutPoint } ?? true
  }

  /// What stands between brackets; the opening one is at `start`.
  private mutating func source(behind start: Int) throws(ConfigurationError) -> FeatureSource {
    depth += 1
    guard depth <= Self.deepest else { throw error("has more than \(Self.deepest) levels") }
    let begin = offset
    let name = word()
    let isName = offset < bytes.count && bytes[offset] == UInt8(ascii: ")") && !name.isEmpty
    let isKind = featureCatalog.members.contains { $0.kind == name }
    var source = FeatureSource.name(name)
    if !isName || isKind {
      offset = begin
      guard offset < bytes.count, bytes[offset] != UInt8(ascii: ")") else {
        throw error(
          offset < bytes.count ? "expected a source between '(' and ')'" : "'(' is not closed")
      }
      source = .feature(try term())
    }
    guard take(")") else {
      guard offset < bytes.count else { throw unclosed(start) }
      throw error("found '\(string(offset..<bytes.count))', expected ')'")
    }
    depth -= 1
    return source
  }

  private mutating func interval() throws(ConfigurationError) -> Interval {
    let start = offset
    let name = word()
    guard let interval = Interval(name), interval.milliseconds != nil else {
      offset = start
      throw error("found '@\(name)', expected \(Interval.expected(for: name))")
    }
    return interval
  }

  // MARK: Bytes

  private mutating func word() -> String {
    let start = offset
    while offset < bytes.count, ColumnName.accepts("_" + string(offset..<offset + 1)) {
      offset += 1
    }
    return string(start..<offset)
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  private func string(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  private func unclosed(_ place: Int) -> ConfigurationError {
    ConfigurationError("'\(text)', column \(place + 1):", "'(' is not closed")
  }

  private func error(_ reason: String) -> ConfigurationError {
    ConfigurationError("'\(text)', column \(offset + 1):", reason)
  }
}

extension Parameter.Kind {
  /// Whether no value of it has a point before a letter.
  fileprivate var isWithoutPoint: Bool {
    if case .symbol = self { return false }
    return true
  }
}
