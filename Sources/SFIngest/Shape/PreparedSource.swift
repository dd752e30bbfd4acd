import SFWire

/// The bytes of a source as UTF-8 with line feeds, however a file has them.
///
/// UTF-16 is told by its mark, or by the zeros of its first letters; lines that end with a carriage
/// return alone by the first of them behind which no line feed stands. What is UTF-8 already, and
/// so nearly everything, goes through untouched.
final class PreparedSource: ByteSource {
  private enum Form { case unknown, plain, carriageReturns, utf16(isBig: Bool), latin1 }

  private let source: any ByteSource
  private var form = Form.unknown
  /// Bytes of the source that are not made use of, and what was made and is not handed out.
  private var raw: [UInt8] = []
  private var made: ArraySlice<UInt8> = []
  private var isAtEnd = false

  init(_ source: any ByteSource, _ encoding: TextEncoding?) {
    self.source = source
    switch encoding {
    case .latin1: form = .latin1
    case .utf16LittleEndian: form = .utf16(isBig: false)
    case .utf16BigEndian: form = .utf16(isBig: true)
    case .utf8, nil: break
    }
  }

  var name: String { source.name }
  var isReady: Bool { !made.isEmpty || source.isReady }
  var isStopped: Bool { source.isStopped }
  var isOpen: Bool { source.isOpen }
  func place(ofLine line: Int) -> (file: String, line: Int) { source.place(ofLine: line) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if case .plain = form { return try source.read(into: buffer) }
    if case .unknown = form {
      let count = try look(into: buffer)
      if case .plain = form { return count }
    }
    while made.isEmpty {
      if isAtEnd { return 0 }
      if raw.isEmpty { try readMore() }
      convert()
    }
    let count = min(buffer.count, made.count)
    buffer.copyBytes(from: made.prefix(count))
    made = made.dropFirst(count)
    return count
  }

  /// Reads the first bytes, and tells by them what the rest is.
  private func look(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var count = 0
    // Two bytes tell UTF-16, the end of the first line the rest: without it there is nothing to do.
    while count < buffer.count {
      let room = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
      let more = try source.read(into: room)
      if more == 0 { break }
      count += more
      form = Self.form(of: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      if case .unknown = form { continue }
      break
    }
    if case .unknown = form { form = .plain }
    let head = UnsafeRawBufferPointer(rebasing: buffer[..<count])
    if case .plain = form { return count }
    raw = Array(head)
    return count
  }

  private static func form(of head: UnsafeRawBufferPointer) -> Form {
    guard head.count >= 2 else { return .unknown }
    if head[0] == 0xFF, head[1] == 0xFE { return .utf16(isBig: false) }
    if head[0] == 0xFE, head[1] == 0xFF { return .utf16(isBig: true) }
    // A header is of ASCII letters, every other byte of which is 0 in UTF-16.
    if head[1] == 0, head[0] != 0 { return .utf16(isBig: false) }
    if head[0] == 0, head[1] != 0 { return .utf16(isBig: true) }
    if head.contains(10) { return .plain }
    guard let first = head.firstIndex(of: 13), first + 1 < head.count else { return .unknown }
    return .carriageReturns
  }

  private func readMore() throws {
    let capacity = 1 << 16
    raw = try [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      count = try source.read(into: UnsafeMutableRawBufferPointer(buffer))
    }
    isAtEnd = raw.isEmpty
  }

  /// Half a letter of UTF-16 that ended a piece.
  private var rest: [UInt8] = []

  private func convert() {
    switch form {
    case .carriageReturns: made = raw.map { $0 == 13 ? 10 : $0 }[...]
    case .latin1:
      made = raw.flatMap { $0 < 0x80 ? [$0] : [0xC0 | $0 >> 6, 0x80 | $0 & 0x3F] }[...]
    case .utf16(let isBig): convert16(isBig)
    case .unknown, .plain: made = raw[...]
    }
    raw = []
  }

  private func convert16(_ isBig: Bool) {
    let bytes = rest + raw
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    for place in stride(from: 0, to: bytes.count - 1, by: 2) {
      let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
      units.append(isBig ? first << 8 | second : second << 8 | first)
    }
    // The first of two halves waits for the other.
    let isSplit = !isAtEnd && units.last.map { UTF16.isLeadSurrogate($0) } ?? false
    if isSplit { units.removeLast() }
    rest = Array(bytes[(units.count * 2)...])
    var text: [UInt8] = []
    text.reserveCapacity(units.count)
    _ = transcode(
      units.makeIterator(), from: UTF16.self, to: UTF8.self, stoppingOnError: false,
      into: { text.append($0) })
    made = (text.starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text[...])
  }
}
