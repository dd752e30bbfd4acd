import CYaml
import SFCore

/// The one document of a YAML text, read by libyaml.
package struct YAMLReader: ~Copyable {
  /// Nested deeper than any configuration has a reason to be.
  private static let deepestNesting = 16
  /// More values than any configuration has a reason to have. An alias counts as all that it stands
  /// for, which some bytes of them make more than memory holds.
  private static let mostValues = 100_000
  /// More text than their values have together, counted the same way.
  private static let mostText = 16 << 20

  private let bytes: [UInt8]
  private let lines: [ArraySlice<UInt8>]
  private var document = yaml_document_t()
  private var values = 0
  private var text = 0
  /// The last place that was counted, from which the next on its line is.
  private var counted = (line: -1, characters: 0, bytes: 0)

  /// The root of a text; `nil` when it holds nothing.
  package static func read(_ bytes: [UInt8]) throws(YAMLNode.Failure) -> YAMLNode? {
    var reader = YAMLReader(bytes)
    return try reader.read()
  }

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
    lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
  }

  private mutating func read() throws(YAMLNode.Failure) -> YAMLNode? {
    try parse { reader, parser throws(YAMLNode.Failure) in try reader.checkDepth(&parser) }
    return try parse { reader, parser throws(YAMLNode.Failure) in
      let root = try reader.load(&parser)
      if let second = try reader.load(&parser) {
        throw YAMLNode.Failure(
          place: second.place, message: "found a second document, expected one")
      }
      return root
    }
  }

  /// Works with a parser at the start of the text.
  private mutating func parse<Result>(
    _ work: (inout YAMLReader, inout yaml_parser_t) throws(YAMLNode.Failure) -> Result
  ) throws(YAMLNode.Failure) -> Result {
    var parser = yaml_parser_t()
    precondition(yaml_parser_initialize(&parser) == 1, "out of memory")
    defer { yaml_parser_delete(&parser) }
    let bytes = bytes
    return try bytes.withUnsafeBufferPointer { input throws(YAMLNode.Failure) in
      yaml_parser_set_input_string(&parser, input.baseAddress, input.count)
      return try work(&self, &parser)
    }
  }

  /// Refuses what is nested too deep before all of it is read: the time that libyaml takes grows
  /// with the square of the depth. What cannot be read is said when it is loaded.
  private mutating func checkDepth(
    _ parser: inout yaml_parser_t
  ) throws(YAMLNode.Failure) {
    var depth = 0
    var event = yaml_event_t()
    while yaml_parser_parse(&parser, &event) == 1 {
      defer { yaml_event_delete(&event) }
      switch event.type {
      case YAML_STREAM_END_EVENT: return
      case YAML_SEQUENCE_START_EVENT, YAML_MAPPING_START_EVENT: depth += 1
      case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: depth -= 1
      default: break
      }
      if depth > Self.deepestNesting { throw tooDeep(place(event.start_mark)) }
    }
  }

  private func tooDeep(_ place: YAMLNode.Place) -> YAMLNode.Failure {
    YAMLNode.Failure(
      place: place, message: "found more than \(Self.deepestNesting) levels, expected fewer")
  }

  /// The next document of the stream.
  private mutating func load(
    _ parser: inout yaml_parser_t
  ) throws(YAMLNode.Failure) -> YAMLNode? {
    guard yaml_parser_load(&parser, &document) == 1 else { throw problem(parser) }
    defer { yaml_document_delete(&document) }
    guard let root = yaml_document_get_root_node(&document) else { return nil }
    return try node(root.pointee, depth: 0)
  }

  private mutating func problem(_ parser: yaml_parser_t) -> YAMLNode.Failure {
    let reason = parser.problem.map { String(cString: $0) } ?? "it cannot be read"
    let isRead = parser.error != YAML_READER_ERROR
    return YAMLNode.Failure(
      place: isRead ? place(parser.problem_mark) : place(ofByte: Int(parser.problem_offset)),
      message: "found no YAML: \(reason)")
  }

  private mutating func node(
    _ node: yaml_node_t, depth: Int
  ) throws(YAMLNode.Failure) -> YAMLNode {
    let place = place(node.start_mark)
    // An alias may stand in itself.
    guard depth < Self.deepestNesting else { throw tooDeep(place) }
    values += 1
    guard values <= Self.mostValues else {
      throw YAMLNode.Failure(
        place: place,
        message: "found more than \(Self.mostValues) values, aliases counted, expected fewer")
    }
    switch node.type {
    case YAML_SEQUENCE_NODE:
      var nodes: [YAMLNode] = []
      let items = node.data.sequence.items
      for index in 0..<(items.top - items.start) {
        nodes.append(try child(items.start[index], depth))
      }
      return YAMLNode(content: .sequence(nodes), place: place)
    case YAML_MAPPING_NODE:
      let pairs = node.data.mapping.pairs
      var members: [YAMLNode.Pair] = []
      var names: Set<String> = []
      for index in 0..<(pairs.top - pairs.start) {
        let key = try child(pairs.start[index].key, depth)
        guard case .scalar(let name) = key.content else {
          throw key.failure(expected: "a name as the key")
        }
        guard names.insert(name).inserted else {
          throw YAMLNode.Failure(
            place: key.place, message: "found the key '\(name)' again, expected each key once")
        }
        members.append(
          YAMLNode.Pair(key: key, value: try child(pairs.start[index].value, depth)))
      }
      return YAMLNode(content: .mapping(members), place: place)
    default:
      text += node.data.scalar.length
      guard text <= Self.mostText else {
        throw YAMLNode.Failure(
          place: place,
          message: "found more than \(Self.mostText >> 20) MiB of text, aliases counted, "
            + "expected less")
      }
      return YAMLNode(content: scalar(node), place: place)
    }
  }

  private mutating func child(
    _ index: Int32, _ depth: Int
  ) throws(YAMLNode.Failure) -> YAMLNode {
    guard let node = yaml_document_get_node(&document, index) else {
      preconditionFailure("a document holds the nodes that it names")
    }
    return try self.node(node.pointee, depth: depth + 1)
  }

  private func scalar(_ node: yaml_node_t) -> YAMLNode.Content {
    let scalar = node.data.scalar
    let text = String(
      decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
    let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
    return isPlain && ["", "~", "null", "Null", "NULL"].contains(text) ? .null : .scalar(text)
  }

  // MARK: Places

  /// libyaml counts characters, we count bytes.
  private mutating func place(_ mark: yaml_mark_t) -> YAMLNode.Place {
    let (number, column) = (Int(mark.line), Int(mark.column))
    if counted.line != number || counted.characters > column { counted = (number, 0, 0) }
    let line = number < lines.count ? lines[number] : []
    var index = line.startIndex + counted.bytes
    while counted.characters < column, index < line.endIndex {
      index += 1
      // The bytes behind the first of a character.
      while index < line.endIndex, line[index] & 0xC0 == 0x80 { index += 1 }
      counted.characters += 1
    }
    counted.bytes = index - line.startIndex
    return YAMLNode.Place(line: number + 1, column: counted.bytes + 1)
  }

  private func place(ofByte offset: Int) -> YAMLNode.Place {
    let before = bytes.prefix(offset)
    let lineFeed = before.lastIndex(of: 10)
    return YAMLNode.Place(
      line: before.count { $0 == 10 } + 1, column: offset - (lineFeed ?? -1))
  }
}
