import SFCore

/// `{"type":"bar","ts":` of every type: how a line begins, to tell its type by comparing words.
struct LineStarts: ~Copyable {
  /// How each line of our tools begins.
  static let common: StaticString = "{\"type\":\""

  /// Bytes before the name of the type.
  private let indent: Int
  private var texts = TextTable()
  private let types: UnsafeMutablePointer<LineType>
  /// The eight bytes behind the common start, which no two types share.
  private let words: UnsafeMutablePointer<UInt64>

  /// Of these a stream has most; they are asked first.
  private static let frequent: [LineType] = [.bar, .mark, .features, .equity]

  /// `space` stands behind colons and commas: nothing in lines of our tools, one in those of most
  /// libraries of other languages.
  init(space: String = "") {
    let common = "{\"type\":\(space)\""
    indent = common.utf8.count
    let others = LineType.allCases.filter { $0 != .unknown && !Self.frequent.contains($0) }
    let ordered = Self.frequent + others
    types = .allocate(capacity: ordered.count)
    words = .allocate(capacity: ordered.count)
    for (index, type) in ordered.enumerated() {
      let text = Array("\(common)\(type.name)\",\(space)\"ts\":\(space)".utf8)
      texts.append(text)
      types[index] = type
      words[index] = text.withUnsafeBytes {
        $0.loadUnaligned(fromByteOffset: common.utf8.count, as: UInt64.self)
      }
    }
  }

  deinit {
    types.deallocate()
    words.deallocate()
  }

  /// The type that a line begins with, and the place behind its start; `nil` when it begins in
  /// another way.
  @inline(__always)
  func type(of line: Line) -> (LineType, UnsafePointer<UInt8>)? {
    // Behind a line that is shorter there is room to look at.
    let word = UnsafeRawPointer(line.start).loadUnaligned(
      fromByteOffset: indent, as: UInt64.self)
    for index in 0..<texts.count where words[index] == word {
      guard texts.isText(index, at: line.start) else { return nil }
      return (types[index], line.start + texts.length(of: index))
    }
    return nil
  }
}
