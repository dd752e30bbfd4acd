import SFCore
import SFWire

/// The symbols of a file, recognized by their bytes: each row's symbol is compared with the one
/// that followed the last row's symbol before.
final class SymbolNames {
  private var texts = TextTable()
  private var places: [Symbol: Int] = [:]
  /// The place that came after each place last time.
  private var following: [Int] = []
  private var last = -1

  /// The place of the expected symbol, if it is the field at the cursor.
  @inline(__always)
  func next(_ cursor: inout RowCursor) -> Int? {
    guard last >= 0 else { return nil }
    let expected = following[last]
    guard texts.isText(expected, at: cursor.p) else { return nil }
    let behind = cursor.p + texts.length(of: expected)
    guard cursor.isDelimiter(at: behind) else { return nil }
    cursor.p = behind
    last = expected
    return expected
  }

  /// The place of a symbol, made when it is new.
  func place(of symbol: Symbol) -> (place: Int, isNew: Bool) {
    var isNew = false
    let place: Int
    if let known = places[symbol] {
      place = known
    } else {
      isNew = true
      place = texts.count
      places[symbol] = place
      texts.append(symbol.text.utf8)
      following.append(place)
    }
    if last >= 0 { following[last] = place }
    last = place
    return (place, isNew)
  }
}
