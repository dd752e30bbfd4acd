import SFWire

// What the first lines of a file look like.
extension Line {
  /// What some spreadsheets put at the start of a file.
  var withoutByteOrderMark: Line {
    count >= 3 && start[0] == 0xEF && start[1] == 0xBB && start[2] == 0xBF
      ? Line(start: start + 3, end: end) : self
  }

  /// The first byte that is not white space.
  var firstByte: UInt8 {
    var p = start
    while p.pointee == 32 || p.pointee == 9 { p += 1 }
    return p.pointee
  }

  func begins(with bytes: [UInt8]) -> Bool {
    count >= bytes.count
      && zip(UnsafeBufferPointer(start: start, count: count), bytes)
        .allSatisfy { $0 == $1 }
  }

  /// Whether it is no header and no row, but says something of the file: `# …`, an address, or what
  /// Excel wants to know, `sep=;`.
  var isRemark: Bool {
    ["#", "//", "http://", "https://", "www.", "sep="].contains { begins(with: Array($0.utf8)) }
  }

  static let delimiters = Array(",;\t|".utf8)

  /// What separates its columns, as far as one can see: what stands there most often, of equals the
  /// first of `, ; tab |`.
  var delimiter: UInt8 {
    var counts = [0, 0, 0, 0]
    var isQuoted = false
    for byte in UnsafeBufferPointer(start: start, count: count) {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, let place = Self.delimiters.firstIndex(of: byte) { counts[place] += 1 }
    }
    let most = counts.max() ?? 0
    return Self.delimiters[counts.firstIndex(of: most) ?? 0]
  }
}
