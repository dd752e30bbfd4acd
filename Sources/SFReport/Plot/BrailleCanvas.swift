/// Dots on a grid of characters, two wide and four high in each (Unicode 2800…28FF).
struct BrailleCanvas {
  let width: Int
  let height: Int
  private var dots: [UInt8]
  private var colors: [Plot.Color?]
  /// Characters that stand in the place of dots.
  private var glyphs: [Character?]

  /// In characters.
  init(width: Int, height: Int) {
    precondition(width > 0 && height > 0)
    (self.width, self.height) = (width, height)
    dots = Array(repeating: 0, count: width * height)
    colors = Array(repeating: nil, count: width * height)
    glyphs = Array(repeating: nil, count: width * height)
  }

  /// In dots.
  var columns: Int { width * 2 }
  var rows: Int { height * 4 }

  /// The bit of each dot of a character, by row, then column.
  private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

  /// Sets a dot, counted from the upper left; the character takes the colour. What lies outside is
  /// left out.
  mutating func set(_ column: Int, _ row: Int, _ color: Plot.Color) {
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return }
    let place = row / 4 * width + column / 2
    dots[place] |= Self.bits[row % 4][column % 2]
    colors[place] = color
  }

  /// Puts a character where a dot would be.
  mutating func put(_ glyph: Character, _ column: Int, _ row: Int, _ color: Plot.Color) {
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return }
    let place = row / 4 * width + column / 2
    glyphs[place] = glyph
    colors[place] = color
  }

  /// Sets the dots between two (Bresenham 1965); of a dotted line half of them.
  mutating func line(
    from a: (column: Int, row: Int), to b: (column: Int, row: Int), _ color: Plot.Color,
    isDotted: Bool = false
  ) {
    let (dx, dy) = (abs(b.column - a.column), -abs(b.row - a.row))
    let (sx, sy) = (a.column < b.column ? 1 : -1, a.row < b.row ? 1 : -1)
    var (x, y, error) = (a.column, a.row, dx + dy)
    while true {
      // A grid of two by two dots, whichever way the line goes.
      if !isDotted || (x / 2 + y / 2) % 2 == 0 { set(x, y, color) }
      if x == b.column, y == b.row { return }
      let twice = error * 2
      if twice >= dy {
        error += dy
        x += sx
      }
      if twice <= dx {
        error += dx
        y += sy
      }
    }
  }

  /// A row of characters without the blanks at its end; `paint` gives the codes of a colour.
  func text(_ row: Int, paint: ((Plot.Color?) -> String)?) -> String {
    var text = ""
    var current: Plot.Color?
    let cells = row * width..<(row + 1) * width
    guard let last = cells.last(where: { dots[$0] != 0 || glyphs[$0] != nil }) else { return "" }
    for place in row * width...last {
      let isSet = dots[place] != 0 || glyphs[place] != nil
      if let paint, isSet, colors[place] != current {
        current = colors[place]
        text += paint(current)
      }
      if let glyph = glyphs[place] {
        text.append(glyph)
        continue
      }
      text.unicodeScalars.append(
        dots[place] == 0 ? " " : Unicode.Scalar(0x2800 + UInt32(dots[place])) ?? " ")
    }
    if let paint, current != nil { text += paint(nil) }
    return text
  }
}
