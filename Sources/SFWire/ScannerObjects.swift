/// Objects of others, of which a few keys are read.
extension Scanner {
  /// The members of the object at `p`, in their order: `body` is given each key and leaves the
  /// cursor behind the value. The cursor ends behind the object.
  package static func object(
    _ p: inout UnsafePointer<UInt8>, of line: Line,
    _ body: (JSONString, inout UnsafePointer<UInt8>) throws(WireError) -> Void
  ) throws(WireError) {
    guard p.pointee == UInt8(ascii: "{") else { throw line.error(at: p, expected: "'{'") }
    try skipList(&p, of: line, "}", 0) { p, _ throws(WireError) in
      let key = try string(&p, of: line)
      try colon(&p, of: line)
      try body(key, &p)
    }
  }
}
