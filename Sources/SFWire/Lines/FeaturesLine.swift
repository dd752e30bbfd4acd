import SFCore

/// `features`: numbers by name, which become the columns of a row.
enum FeaturesLine: LineForm {
  static let keys =
    FieldRule.ofSeries + [FieldRule("values", .values, "a number or null by name")]
}

// MARK: - Reading

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

  private static let opening: StaticString = ",\"values\":{"

  /// Takes a line that is written as our tools write it, from behind its series on: for a series
  /// with a bar, columns that follow one another, each with a number or null, and nothing more.
  ///
  /// Of any other line it takes nothing and returns `false`.
  mutating func takeWrittenValues(
    _ start: UnsafePointer<UInt8>, _ line: Line, _ series: SeriesIndex, _ step: inout Step
  ) -> Bool {
    guard let row = step.existingRow(of: series), isEqual(start, Self.opening) else {
      return false
    }
    let (width, ts) = (step.width, step.ts)
    let place = row * width
    if givenWidth != width || place + width > given.count { makeRoom(for: place + width, width) }
    let first = lastColumn < 0 ? 0 : nextColumn[lastColumn]
    var column = first
    var p = start + Self.opening.utf8CodeUnitCount
    let isAll = step.values.withUnsafeMutableBufferPointer { values in
      while column < min(width, columnTexts.count) {
        // The first name has no comma before it.
        let skipped = column == first ? 1 : 0
        guard columnTexts.isText(column, from: skipped, at: p), given[place + column] != ts else {
          break
        }
        p += columnTexts.length(of: column) - skipped
        if let value = Scanner.plainFloat(&p) {
          values[place + column] = value
        } else if p.pointee != UInt8(ascii: "n") || !Scanner.accepts("null", &p) {
          break
        }
        column += 1
      }
      if column > first, p[0] == UInt8(ascii: "}"), p[1] == UInt8(ascii: "}"), p + 2 == line.end {
        return true
      }
      for taken in first..<max(first, column) { values[place + taken] = .nan }
      return false
    }
    guard isAll else { return false }
    for taken in first..<column { given[place + taken] = ts }
    lastSeries = series
    lastColumn = column - 1
    return true
  }

  /// Takes the values of a line; `taken` counts those that stand in the step, also on an error.
  private mutating func decodeValues(
    _ line: Line, _ series: SeriesIndex, _ step: inout Step, _ taken: inout Int
  ) throws(WireError) {
    var row = step.row(of: series)
    var p = scanner[4].start + 1
    Scanner.skipSpace(&p)
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
        step.values[place] = try Scanner.float(&p, of: line)
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
  private mutating func isGiven(_ place: Int, _ step: borrowing Step) -> Bool {
    if givenWidth != step.width || place >= given.count { makeRoom(for: place, step.width) }
    if given[place] == step.ts { return true }
    given[place] = step.ts
    return false
  }

  /// Grows what is known of given values; it stays known when the rows have another width.
  private mutating func makeRoom(for place: Int, _ width: Int) {
    if givenWidth != width {
      var wider: [Timestamp] = []
      if givenWidth > 0 {
        for start in stride(from: 0, to: given.count, by: givenWidth) {
          let row = given[start..<min(start + givenWidth, given.count)].prefix(width)
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
  private mutating func column(
    _ p: inout UnsafePointer<UInt8>, _ line: Line, _ step: inout Step
  ) throws(WireError) -> Int {
    let expected = lastColumn < 0 ? 0 : nextColumn[lastColumn]
    if expected < columnTexts.count, columnTexts.isText(expected, from: 1, at: p) {
      p += columnTexts.length(of: expected) - 2
      lastColumn = expected
      return expected
    }
    let name = try Scanner.string(&p, of: line).text
    let column = step.columns.add(name)
    while columnTexts.count < step.columns.count {
      var text = ByteBuffer(capacity: 80)
      text.append(",")
      text.append(quoted: step.columns.names[columnTexts.count])
      text.append(":")
      columnTexts.append(text.bytes)
      nextColumn.append(columnTexts.count)
    }
    if lastColumn >= 0 { nextColumn[lastColumn] = column }
    lastColumn = column
    return column
  }
}

// MARK: - Writing

extension LineWriter {
  mutating func features(_ row: Int, _ from: Int, _ count: Int, of step: borrowing Step) {
    begin(.features, step.ts)
    series(step.rows[row].series, step)
    buffer.append(",\"values\":{")
    values(row, from, count, of: step)
    buffer.append("}")
  }

  /// A line of a type of the users' own (`x_`), since the values stand beside the other keys.
  mutating func wideFeatures(
    _ row: Int, _ from: Int, _ count: Int, of step: borrowing Step
  ) {
    begin("x_features", step.ts)
    series(step.rows[row].series, step)
    buffer.append(",")
    values(row, from, count, of: step)
  }

  @inline(__always)
  private mutating func values(_ row: Int, _ from: Int, _ count: Int, of step: borrowing Step) {
    while columnTexts.count < from + count {
      var text = ByteBuffer(capacity: 80)
      text.append(",")
      let name = step.columns.names[columnTexts.count]
      let isWide = name.hasPrefix(Step.widePrefix)
      text.append(quoted: isWide ? String(name.dropFirst(Step.widePrefix.count)) : name)
      text.append(":")
      columnTexts.append(text.bytes)
    }
    let values = step.values.span.extracting(row * step.width..<(row + 1) * step.width)
    for column in from..<from + count {
      // The first name has no comma before it.
      let text = columnTexts[column]
      buffer.append(column == from ? UnsafeRawBufferPointer(rebasing: text[1...]) : text)
      buffer.append(double: values[column])
    }
  }
}
