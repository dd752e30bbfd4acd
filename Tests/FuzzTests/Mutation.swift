import SFTestSupport

/// Small damage to an input, as a seed says it: bytes, pieces, lines, and above all numbers and times
/// that no honest program writes.
struct Mutation {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  private mutating func below(_ count: Int) -> Int {
    Int(generator.next() % UInt64(max(1, count)))
  }

  private mutating func one(of list: [String]) -> [UInt8] { Array(list[below(list.count)].utf8) }

  private static let numbers = [
    "9223372036854775807", "-9223372036854775808", "18446744073709551615", "9007199254740993",
    "-1", "0", "-0", "1e308", "1e-320", "1e999", "0x1p3", "NaN", "inf", "1.5", "0.000000001",
    "92233720368.54775807", "-92233720368.54775808", "253402300800000", "-62135596800001",
    "2147483648", "4294967296", "null", "true", "\"1\"", "1_000", "٣", "１",
  ]

  private static let words = [
    "9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00.000Z", "10000-01-01T00:00:00.000Z",
    "2024-02-30T00:00:00.000Z", "\u{1B}[31m", "\r", "\n", "\n\n", "\0", "\u{202E}", "é", "🙂",
    "\\u0000", "\\ud800", "\"", "'", ",", ":", ";", "{", "}", "[", "]", "(", ")", "|", "<", ">",
    "$",
    "`", "*", "&", "#", "%", "=", "~", "\\", " ", "\t", "..", "/", "-", "--", "..=", "@1h", "1M",
    "mark", "end", "header", "bar", "\u{FEFF}", "<<: *a", "&a", "*a", "!!binary", "---",
    "sf-ingest", "nan", "abs(", "{n}",
  ]

  /// The input with one to four changes; `other` is another input of its kind, of which a piece may
  /// take the place of a piece.
  mutating func apply(to input: [UInt8], _ other: [UInt8]) -> [UInt8] {
    var bytes = input
    for _ in 0...below(4) { change(&bytes, other) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8], _ other: [UInt8]) {
    let place = below(bytes.count + 1)
    let end = min(bytes.count, place + 1 + below(below(4) == 0 ? 4_000 : 24))
    switch below(12) {
    case 0: if place < bytes.count { bytes[place] = UInt8(below(256)) }
    case 1: if place < bytes.count { bytes[place] ^= 1 << UInt8(below(8)) }
    case 2: bytes.removeSubrange(place..<end)
    case 3: bytes.removeSubrange(place...)
    case 4: bytes.insert(contentsOf: bytes[place..<end], at: end)
    case 5: bytes.insert(contentsOf: one(of: Self.words), at: place)
    case 6, 7, 8: replaceNumber(&bytes, near: place)
    case 9: swapLines(&bytes, place)
    case 10:
      let start = below(other.count + 1)
      bytes.replaceSubrange(
        place..<end, with: other[start..<min(other.count, start + end - place)])
    default: repeatByte(&bytes, place)
    }
  }

  /// Puts another number in the place of the next that stands there.
  private mutating func replaceNumber(_ bytes: inout [UInt8], near place: Int) {
    let isDigit = { (byte: UInt8) in byte &- 48 < 10 || byte == 46 || byte == 45 }
    guard let start = bytes[place...].firstIndex(where: isDigit) ?? bytes.firstIndex(where: isDigit)
    else { return }
    let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.endIndex
    bytes.replaceSubrange(start..<end, with: one(of: Self.numbers))
  }

  /// Moves a line to another place.
  private mutating func swapLines(_ bytes: inout [UInt8], _ place: Int) {
    var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
    let line = lines.remove(at: below(lines.count))
    lines.insert(line, at: below(lines.count + 1))
    bytes = Array(lines.joined(separator: [10]))
  }

  /// The same byte many times, now and then more than a line may have.
  private mutating func repeatByte(_ bytes: inout [UInt8], _ place: Int) {
    guard place < bytes.count else { return }
    let count = below(20) == 0 ? 1_100_000 : below(300)
    bytes.insert(contentsOf: repeatElement(bytes[place], count: count), at: place)
  }
}
