import SFCore
import SFRun

/// What is noted of the sum of the first bytes of a segment, in a line of words with a sum of its
/// own: a disk may have written half of it, and it says nothing then.
///
///     20260105T093100000 31457 5f0c1e2d3b4a6978 a3c1f0e55d2b8746
///
/// It stays true while the segment grows.
struct SumNote: Equatable {
  /// The segment, by its first mark.
  let segment: Timestamp
  /// The bytes that it is of.
  let count: Int
  let value: UInt64

  /// Bytes that hold any such line.
  static let longest = 160

  init(_ sum: SegmentSum, of segment: Timestamp) {
    (self.segment, count, value) = (segment, sum.count, sum.value)
  }

  /// Reads the words of a line; `nil` for others.
  init?(_ words: [Substring]) {
    guard words.count == 3, let segment = MarkName.mark(String(words[0])),
      let count = Int(words[1]), let value = UInt64(words[2], radix: 16)
    else { return nil }
    (self.segment, self.count, self.value) = (segment, count, value)
  }

  var text: String { "\(MarkName.text(of: segment)) \(count) \(Self.digits(of: value))" }

  func isTrue(of sum: SegmentSum) -> Bool { sum.count == count && sum.value == value }

  /// Says that the first bytes of a file are not those that it was noted of; does nothing when they
  /// are.
  func check(_ file: SegmentFile) throws(JournalError) {
    let sum = try file.sum(of: count)
    if !isTrue(of: sum) { throw try error(file, found: sum) }
  }

  /// What is said of a file whose first bytes have another sum.
  func error(_ file: SegmentFile, found: SegmentSum) throws(JournalError) -> JournalError {
    let lines = try file.lines(in: count)
    return JournalError(
      .badData,
      "found \(found.count) bytes with the sum \(Self.digits(of: found.value)) in lines 1 to "
        + "\(lines), expected \(count) with \(Self.digits(of: value)), as they were written",
      help: "what stood on the disk has changed: bring the file back from a copy",
      location: file.path)
  }

  private static func digits(of value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  // MARK: The line

  /// A line of a text, and the sum of that.
  static func line(_ text: String) -> [UInt8] {
    let text = Array("\(text) ".utf8)
    return text + Array("\(Fingerprint(of: text))\n".utf8)
  }

  /// The words of the line that bytes begin with; `nil` where it is none, or damaged.
  static func words(_ bytes: [UInt8]) -> [Substring]? {
    guard let end = bytes.firstIndex(of: 10) else { return nil }
    let words = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ")
    let text = words.dropLast().joined(separator: " ")
    return line(text) == Array(bytes[...end]) ? words.dropLast() : nil
  }
}
