import SFWire

/// Bytes from memory that need not be text; `isReady` can be made to say that a read would wait.
final class ByteArraySource: ByteSource {
  let name: String
  /// What each read hands out.
  private var pieces: [[UInt8]]
  private let waitsBetween: Bool
  private(set) var waits = 0

  init(_ bytes: [UInt8], name: String = "X.csv") {
    self.name = name
    pieces = [bytes]
    waitsBetween = false
  }

  /// A live input: each text comes after a wait.
  init(live texts: [String], name: String = "-") {
    self.name = name
    pieces = texts.map { Array($0.utf8) }
    waitsBetween = true
  }

  var isReady: Bool { !waitsBetween }

  /// How many texts have not been read.
  var left: Int { pieces.count }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    while let first = pieces.first, first.isEmpty { pieces.removeFirst() }
    guard let first = pieces.first else { return 0 }
    let count = min(buffer.count, first.count)
    buffer.copyBytes(from: first.prefix(count))
    if count == first.count { pieces.removeFirst() } else { pieces[0].removeFirst(count) }
    return count
  }
}
