import SFCore

/// `features` lines: names become columns, values a row.
extension LineDecoder {
  mutating func decodeFeatures(_ line: Line, _ step: inout Step) throws(WireError) {
    let series = try series(line, &step)
    var taken = 0
    do {
      try decodeValues(line, series, &step, &taken)
    } catch {
      try forget(taken, line, series, &step)
      throw error
    }
  }

  /// Takes the values of a line; `taken` counts those that stand in the step, also on an error.
  @inline(__always)
  private mutating func decodeValues(
    _ line: Line, _ series: SeriesIndex, _ step: inout Step, _ taken: inout Int
  ) throws(WireError) {
    var row = step.row(of: series)
    var p = scanner[4].start + 1
    Scanner.skipSpace(&p)
    lastColumn = -1
    while p.pointee != UInt8(ascii: "}") {
      let start = p
      let column = try self.column(&p, line, &step)
      if column >= step.width {
        step.widen()
        row = step.row(of: series)
      }
      let place = row * step.width + column
      if isGiven(place, step) {
        throw line.error(
          at: start, found: "\(line.excerpt(at: start)) twice", expected: "each name once a bar")
      }
      taken += 1
      try Scanner.colon(&p, of: line)
      if p.pointee != UInt8(ascii: "n") || !Scanner.accepts("null", &p) {
        let start = p
        let number = try Scanner.number(&p, of: line)
        step.values[place] = try Scanner.double(number, start, p, of: line)
      }
      Scanner.skipSpace(&p)
      if p.pointee == UInt8(ascii: ",") {
        p += 1
        Scanner.skipSpace(&p)
        if p.pointee == UInt8(ascii: "}") {
          throw line.error(at: p, found: "a trailing comma", expected: "a name behind it")
        }
      } else if p.pointee != UInt8(ascii: "}") {
        throw line.error(at: p, expected: "',' or '}'")
      }
    }
  }

  /// Takes back the first values of a line that cannot be read: it counts as a whole or not at all.
  private mutating func forget(
    _ taken: Int, _ line: Line, _ series: SeriesIndex, _ step: inout Step
  ) throws(WireError) {
    let row = step.row(of: series)
    var p = scanner[4].start + 1
    lastColumn = -1
    for _ in 0..<taken {
      Scanner.skipSpace(&p)
      let place = row * step.width + (try column(&p, line, &step))
      step.values[place] = .nan
      if place < given.count { given[place] = Self.never }
      while p.pointee != UInt8(ascii: ","), p < line.end { p += 1 }
      p += 1
    }
  }

  /// Before every time that a line can have.
  private static let never = Timestamp(milliseconds: .min)

  /// Whether a value was given before in this step; notes that it is now.
  @inline(__always)
  private mutating func isGiven(_ place: Int, _ step: borrowing Step) -> Bool {
    if givenWidth != step.width || place >= given.count { makeRoom(for: place, step.width) }
    if given[place] == step.ts { return true }
    given[place] = step.ts
    return false
  }

  /// Grows what is known of given values; it stays known when the rows grow wider.
  private mutating func makeRoom(for place: Int, _ width: Int) {
    if givenWidth != width {
      var wider: [Timestamp] = []
      if givenWidth > 0 {
        for start in stride(from: 0, to: given.count, by: givenWidth) {
          let row = given[start..<min(start + givenWidth, given.count)]
          wider.append(contentsOf: row)
          wider.append(contentsOf: repeatElement(Self.never, count: width - row.count))
        }
      }
      given = wider
      givenWidth = width
    }
    while given.count <= place { given.append(Self.never) }
  }

  /// The position of the name at the cursor.
  @inline(__always)
  private mutating func column(
    _ p: inout UnsafePointer<UInt8>, _ line: Line, _ step: inout Step
  ) throws(WireError) -> Int {
    let expected = lastColumn < 0 ? 0 : nextColumn[lastColumn]
    if expected < columnBytes.count {
      let count = columnBytes[expected].count
      let isExpected = columnBytes[expected].withUnsafeBufferPointer {
        count <= line.end - p && isEqual(p, $0.baseAddress!, count)
      }
      if isExpected {
        p += count
        lastColumn = expected
        return expected
      }
    }
    let name = try Scanner.string(&p, of: line).text
    let column = step.columns.add(name)
    while columnBytes.count < step.columns.count {
      var text = ByteBuffer(capacity: 80)
      text.append(quoted: step.columns.names[columnBytes.count])
      columnBytes.append(Array(text.bytes))
      nextColumn.append(columnBytes.count)
    }
    if lastColumn >= 0 { nextColumn[lastColumn] = column }
    lastColumn = column
    return column
  }
}
