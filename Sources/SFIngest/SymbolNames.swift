import SFCore

/// The symbols of a file, recognized by their bytes: each row's symbol is compared with the one
/// that followed the last row's symbol before.
final class SymbolNames {
  private var bytes: [[UInt8]] = []
  private var places: [Symbol: Int] = [:]
  /// The place that came after each place last time.
  private var following: [Int] = []
  private var last = -1

  /// The place of the expected symbol, if it is the field at the cursor.
  @inline(__always)
  func next(_ cursor: inout RowCursor) -> Int? {
    guard last >= 0 else { return nil }
    let expected = following[last]
    let p = cursor.p
    let isExpected = bytes[expected].withUnsafeBufferPointer { name in
      guard cursor.end - p >= name.count else { return false }
      for index in 0..<name.count where name[index] != p[index] { return false }
      return true
    }
    guard isExpected else { return nil }
    let behind = p + bytes[expected].count
    guard behind == cursor.end || behind.pointee == UInt8(ascii: ",") else { return nil }
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
      place = bytes.count
      places[symbol] = place
      bytes.append(Array(symbol.text.utf8))
      following.append(place)
    }
    if last >= 0 { following[last] = place }
    last = place
    return (place, isNew)
  }
}
