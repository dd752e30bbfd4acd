import SFCore

/// A value of a YAML document, with its place.
package struct YAMLNode {
  package indirect enum Content {
    /// Nothing, `~` or `null`, without quotes.
    case null
    /// The text as it stands: what it means is for the option that takes it.
    case scalar(String)
    case sequence([YAMLNode])
    case mapping([Pair])
  }

  package struct Pair {
    package let key: YAMLNode
    package let value: YAMLNode

    /// The key; keys are checked to be scalars when they are read.
    package var name: String {
      guard case .scalar(let name) = key.content else { return "" }
      return name
    }
  }

  package let content: Content
  package let place: Place

  /// Where something stands in a text, both numbers from 1; a column counts bytes.
  package struct Place: Equatable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  /// What cannot be read, or is not what it should be.
  package struct Failure: Error {
    package let place: Place
    package let message: String
    package var help: String?
    package var status: ExitStatus

    package init(
      place: Place, message: String, help: String? = nil, status: ExitStatus = .configuration
    ) {
      self.place = place
      self.message = message
      self.help = help
      self.status = status
    }
  }

  package func failure(expected: String, help: String? = nil) -> Failure {
    Failure(place: place, message: "found \(noun), expected \(expected)", help: help)
  }

  /// The keys of a mapping; nothing has none.
  package static func members(of node: YAMLNode?) throws(Failure) -> [Pair] {
    switch node?.content {
    case nil, .null: return []
    case .mapping(let pairs): return pairs
    case .scalar, .sequence:
      guard let node else { return [] }
      throw node.failure(expected: "keys with values")
    }
  }

  private var noun: String {
    switch content {
    case .null: "nothing"
    case .scalar(let text): "'\(text)'"
    case .sequence: "a list"
    case .mapping(let pairs): "a mapping of \(pairs.count) key\(pairs.count == 1 ? "" : "s")"
    }
  }
}

// MARK: Values of options

extension YAMLNode {
  /// A text of an option, with its place.
  typealias Text = (text: String, place: Place)

  /// One text for each time that the option stands on a command line: none for nothing, and none
  /// for a flag that is off.
  func texts(for option: ToolOption) throws(Failure) -> [Text] {
    switch (content, option.kind) {
    case (.null, _): return []
    case (_, .flag): return Array(repeating: ("true", place), count: try times(option))
    case (.sequence(let nodes), _):
      var texts: [Text] = []
      for node in nodes { texts.append((try node.text(), node.place)) }
      // What a command line takes with commas may be a list here.
      return option.isRepeating ? texts : [(texts.map(\.text).joined(separator: ","), place)]
    default: return [(try text(), place)]
    }
  }

  /// How often a flag is given.
  private func times(_ flag: ToolOption) throws(Failure) -> Int {
    if case .scalar(let text) = content {
      if let isOn = Self.truth(text) { return isOn ? 1 : 0 }
      if flag.isRepeating, let times = Int(text), (0...9).contains(times) { return times }
    }
    throw failure(expected: flag.isRepeating ? "true, false or 0 to 9" : "true or false")
  }

  package static func truth(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "yes", "on": true
    case "false", "no", "off": false
    default: nil
    }
  }

  /// The value as one text: a scalar as it stands, a component from its mapping.
  ///
  ///     trailing_stop: {trail_pct: 0.02}    trailing_stop:trail_pct=0.02
  ///     macd: [12, 26, 9]                   macd:12,26,9
  ///     fast=sma: 20                        fast=sma:20
  private func text() throws(Failure) -> String {
    switch content {
    case .scalar(let text): return text
    case .mapping(let pairs) where pairs.count == 1:
      let parameters = try pairs[0].value.parameters()
      return parameters.isEmpty ? pairs[0].name : pairs[0].name + ":" + parameters
    case .mapping:
      throw failure(
        expected: "one key: the kind of a component",
        help: "for example trailing_stop: {trail_pct: 0.02}")
    case .null, .sequence: throw failure(expected: "a text or a component")
    }
  }

  /// What stands behind the `:` of a spec.
  private func parameters() throws(Failure) -> String {
    var parts: [String] = []
    switch content {
    case .null: break
    case .scalar(let text): parts.append(text)
    case .sequence(let nodes):
      for node in nodes { parts.append(try node.parameter()) }
    case .mapping(let pairs):
      for pair in pairs { parts.append("\(pair.name)=\(try pair.value.parameter())") }
    }
    return parts.joined(separator: ",")
  }

  private func parameter() throws(Failure) -> String {
    guard case .scalar(let text) = content else { throw failure(expected: "a number or a text") }
    return text
  }
}
