/// How a user names a component: `kind[:value,…][,key=value…]`, as in `macd:12,26,9` or
/// `trailing_stop:trail_pct=0.02,activation_pct=0.01`, after `alias=` where names are given.
public struct Spec: Sendable, Hashable {
  public let text: String
  public let alias: String?
  public let kind: String
  public let values: [String]
  public let named: [Named]

  /// A spec that was not written as one: from options, or from a file with keys.
  public init(alias: String?, kind: String, named: [(key: String, value: String)]) {
    self.alias = alias
    self.kind = kind
    self.values = []
    self.named = named.map { Named(key: $0.key, value: $0.value) }
    text =
      (alias.map { "\($0)=" } ?? "") + kind + (named.isEmpty ? "" : ":")
      + named.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
  }

  public struct Named: Sendable, Hashable {
    public let key: String
    public let value: String
  }

  public init(_ text: String) throws(ConfigurationError) {
    self.text = text
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let head = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    kind = String(head[head.count - 1])
    alias = head.count == 2 ? String(head[0]) : nil
    guard ColumnName.accepts(kind) else {
      throw ConfigurationError(
        "'\(text)'", "is no spec: expected kind[:value,…][,key=value…]",
        help: Self.withColon(text).map { "did you mean '\($0)'?" }
          ?? "for example sma:20, or tp_sl:stop_loss_pct=0.02")
    }
    if let alias, !ColumnName.accepts(alias) {
      throw ConfigurationError(
        "'\(text)'", "has the alias '\(alias)': expected letters, digits and _, no digit first")
    }
    var values: [String] = []
    var named: [Named] = []
    if parts.count == 2 {
      for part in Self.list(parts[1]) {
        let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = pair.first, !first.isEmpty, pair.count == 1 || !pair[1].isEmpty else {
          throw ConfigurationError(
            "'\(text)'", "has an empty value",
            help: text.hasSuffix(",") ? "specs are separated by spaces" : nil)
        }
        if pair.count == 2 {
          named.append(Named(key: String(first), value: String(pair[1])))
        } else if named.isEmpty {
          values.append(String(first))
        } else {
          throw ConfigurationError("'\(text)'", "has the value '\(first)' behind key=value")
        }
      }
    }
    self.values = values
    self.named = named
  }

  /// A call as a spec: `sma:20` for `sma(20)`; `nil` for what is no call.
  public static func withColon(_ text: String) -> String? {
    guard text.hasSuffix(")"), let open = text.firstIndex(of: "(") else { return nil }
    let (kind, values) = (text[..<open], text[text.index(after: open)...].dropLast())
    guard ColumnName.accepts(kind), !values.isEmpty, !values.contains(where: { "()".contains($0) })
    else { return nil }
    return "\(kind.lowercased()):" + values.filter { $0 != " " }
  }

  /// The spec that was meant by one of an unknown kind; `nil` when none is near.
  ///
  ///     SMA:20, sma20, sma_20    sma:20          macd_12_26_9    macd:12,26,9
  ///     smaa:20                  sma:20
  func meant(among kinds: [String]) -> String? {
    let small = kind.lowercased()
    if values.isEmpty, named.isEmpty {
      let digits = small.reversed().prefix { $0.isNumber }.count
      for text in [ColumnName.spec(of: small), "\(small.dropLast(digits)):\(small.suffix(digits))"]
      {
        guard let text, let colon = text.firstIndex(of: ":"), text.last != ":" else { continue }
        if kinds.contains(String(text[..<colon])) { return text }
      }
    }
    guard let nearest = NearestName.of(small, among: kinds) else { return nil }
    let head = alias.map { "\($0)=" } ?? ""
    return head + nearest + text.dropFirst(head.count + kind.count)
  }

  /// The parts between commas; one within parentheses, as in `cross_above(a, b)`, separates none.
  private static func list(_ text: Substring) -> [Substring] {
    var depth = 0
    var parts: [Substring] = []
    var start = text.startIndex
    for index in text.indices {
      switch text[index] {
      case "(": depth += 1
      case ")": depth -= 1
      case "," where depth == 0:
        parts.append(text[start..<index])
        start = text.index(after: index)
      default: break
      }
    }
    return parts + [text[start...]]
  }

  /// Every parameter with its effective value, in the order of declaration; `common` ones have no
  /// place among the values.
  public func arguments(
    for own: [Parameter], common: [Parameter] = []
  ) throws(ConfigurationError) -> Arguments {
    let parameters = own + common
    guard values.count <= own.count else {
      let taken = own.isEmpty ? "none" : own.map(\.name).joined(separator: ",")
      throw ConfigurationError("'\(text)'", "has too many values: \(kind) takes \(taken)")
    }
    var given: [String: String] = [:]
    for (parameter, value) in zip(own, values) { given[parameter.name] = value }
    for pair in named {
      guard parameters.contains(where: { $0.name == pair.key }) else {
        let names = parameters.map(\.name)
        throw ConfigurationError(
          "'\(text)'",
          "has the unknown key '\(pair.key)': "
            + (names.isEmpty
              ? "expected no parameter" : NearestName.expected(pair.key, among: names)),
          help: NearestName.help(for: pair.key, among: names))
      }
      guard given.updateValue(pair.value, forKey: pair.key) == nil else {
        throw ConfigurationError("'\(text)'", "gives '\(pair.key)' twice")
      }
    }
    var list: [(name: String, value: String)] = []
    for parameter in parameters {
      let isReplaced = parameter.alternative.map { given[$0] != nil } ?? false
      guard let value = given[parameter.name] ?? (isReplaced ? nil : parameter.standard) else {
        if parameter.isOptional { continue }
        throw ConfigurationError("'\(text)'", "lacks '\(parameter.name)': \(parameter.summary)")
      }
      do {
        list.append((parameter.name, try parameter.canonical(value)))
      } catch {
        throw ConfigurationError("'\(text)': \(error.setting)", error.reason, help: error.help)
      }
    }
    return Arguments(
      spec: self, list: list, doubts: doubts(parameters, list),
      unsaid: unsaid(parameters, given, list))
  }

  /// What was given and is hardly meant: a percentage where a fraction is taken.
  private func doubts(
    _ parameters: [Parameter], _ list: [(name: String, value: String)]
  ) -> [String] {
    var doubts: [String] = []
    for (name, text) in list {
      guard let likely = parameters.first(where: { $0.name == name })?.likely,
        let value = Ratio(text), value > likely
      else { continue }
      doubts.append(
        "'\(self.text)': \(name) is a fraction, and \(text) is \(value.percent) %"
          + (Ratio.help(forPercent: text + "%").map { $0.dropFirst("it is a fraction".count) } ?? "")
      )
    }
    return doubts
  }

  /// What a spec that gives a part of the parameters that `none` switches off switches on besides. One
  /// that gives none of them, as `volatility:atr=atr_7`, leaves all of them to the defaults.
  private func unsaid(
    _ parameters: [Parameter], _ given: [String: String], _ list: [(name: String, value: String)]
  ) -> [String] {
    guard parameters.contains(where: { $0.allowsNone && given[$0.name] != nil }) else { return [] }
    return parameters.compactMap { parameter in
      guard parameter.allowsNone, given[parameter.name] == nil,
        let value = list.first(where: { $0.name == parameter.name })?.value, value != "none"
      else { return nil }
      return "'\(text)' also has \(parameter.name)=\(value), the default: "
        + "\(parameter.name)=none switches it off"
    }
  }
}

/// The parameters of one component, checked against their declaration.
public struct Arguments: Sendable {
  public let spec: Spec
  private let list: [(name: String, value: String)]
  /// Sentences about values that are hardly meant.
  public let doubts: [String]
  /// Sentences about what was not said and is switched on all the same.
  public let unsaid: [String]

  init(
    spec: Spec, list: [(name: String, value: String)], doubts: [String] = [],
    unsaid: [String] = []
  ) {
    self.spec = spec
    self.list = list
    self.doubts = doubts
    self.unsaid = unsaid
  }

  /// The canonical texts of all values, in the order of declaration.
  public var values: [String] { list.map(\.value) }

  /// The canonical text of the spec, with all parameters: `sma:period=20`.
  public var canonical: String {
    let head = (spec.alias.map { "\($0)=" } ?? "") + spec.kind
    return list.isEmpty
      ? head : head + ":" + list.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
  }

  /// `kind_values`, the name of the first column or of a detector.
  public var columnName: String { spec.alias ?? ColumnName.of(spec.kind, values) }

  func given(_ name: String) -> String? { list.first { $0.name == name }?.value }

  private func text(_ name: String) -> String {
    guard let value = given(name) else {
      preconditionFailure("\(spec.kind) does not declare \(name)")
    }
    return value
  }

  // What `Parameter` has checked cannot fail here; a mismatch of kinds is ours.

  public func integer(_ name: String) -> Int {
    guard let value = Int(text(name)) else { preconditionFailure("\(name) is not an integer") }
    return value
  }

  public func ratio(_ name: String) -> Ratio {
    guard let value = optionalRatio(name) else { preconditionFailure("\(name) is not a ratio") }
    return value
  }

  /// `nil` for `none`, and when it was left out.
  public func optionalRatio(_ name: String) -> Ratio? { given(name).flatMap { Ratio($0) } }

  /// `nil` when it was left out.
  public func optionalInteger(_ name: String) -> Int? { given(name).flatMap { Int($0) } }

  public func amount(_ name: String) -> Price {
    guard let value = Price(text(name)) else { preconditionFailure("\(name) is not an amount") }
    return value
  }

  public func number(_ name: String) -> Double {
    guard let value = Double(text(name)) else { preconditionFailure("\(name) is not a number") }
    return value
  }

  /// A choice or the name of a column.
  public func name(_ name: String) -> String { text(name) }

  /// A ratio that must be greater than 0.
  public func positiveRatio(_ name: String) throws(ConfigurationError) -> Ratio {
    let value = ratio(name)
    guard value > .zero else {
      throw ConfigurationError(name, "must be greater than 0, is \(value)")
    }
    return value
  }
}
