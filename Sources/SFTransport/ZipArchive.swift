import CZlib
import SFCore
import SFWire

/// The files in a zip archive that is in memory, by its central directory (APPNOTE.TXT 6.3, 4.3).
///
/// Deflated and stored files are read; encrypted ones and archives beyond 4 GiB are refused.
public struct ZipArchive {
  /// A file in the archive.
  public struct Member {
    public let name: String
    /// Unpacked, in bytes.
    public let size: Int
    fileprivate let packedSize: Int
    fileprivate let checksum: UInt32
    fileprivate let isDeflated: Bool
    /// Where its local header begins.
    fileprivate let header: Int
  }

  /// In the order of the directory, without folders.
  public let members: [Member]
  private let bytes: [UInt8]
  /// What messages call the archive.
  private let name: String

  /// Of an archive in memory: its places are numbers of 32 bits.
  static let largest = Int(UInt32.max)

  private static let endSignature: UInt32 = 0x0605_4B50
  private static let endLength = 22
  private static let entrySignature: UInt32 = 0x0201_4B50
  private static let entryLength = 46
  private static let headerSignature: UInt32 = 0x0403_4B50
  private static let headerLength = 30

  public init(_ bytes: [UInt8], name: String) throws(TransportError) {
    self.bytes = bytes
    self.name = name
    guard let end = Self.end(of: bytes) else {
      throw Self.error(name, "its directory is missing, as in a file that was cut")
    }
    let count = Int(Self.short(bytes, end + 10))
    var place = Int(Self.long(bytes, end + 16))
    guard count < 0xFFFF, place < 0xFFFF_FFFF else {
      throw Self.error(name, "it has a directory of more than 4 GiB or 65534 files")
    }
    var members: [Member] = []
    for _ in 0..<count {
      let (member, next) = try Self.entry(bytes, place, name)
      if !member.name.hasSuffix("/") { members.append(member) }
      place = next
    }
    self.members = members
  }

  /// Whether bytes begin as an archive does: with the header of a file, or at once with its end.
  public static func isBegin(of bytes: [UInt8]) -> Bool {
    bytes.count >= 4 && [headerSignature, endSignature].contains(long(bytes, 0))
  }

  /// The bytes of a file, unpacked as they are read.
  public func source(of member: Member) throws(TransportError) -> any ByteSource {
    guard Self.has(bytes, Self.headerSignature, at: member.header, Self.headerLength) else {
      throw Self.error(name, "'\(member.name)' is not where its directory says")
    }
    let start =
      member.header + Self.headerLength + Int(Self.short(bytes, member.header + 26))
      + Int(Self.short(bytes, member.header + 28))
    guard start + member.packedSize <= bytes.count else {
      throw Self.error(name, "'\(member.name)' is not all there")
    }
    return try ZipMemberSource(
      bytes, start..<start + member.packedSize, isDeflated: member.isDeflated, size: member.size,
      checksum: member.checksum, name: name)
  }

  // MARK: The directory

  /// Where the record at the end begins, behind which stands a comment of at most 64 KiB.
  private static func end(of bytes: [UInt8]) -> Int? {
    let last = bytes.count - endLength
    guard last >= 0 else { return nil }
    return stride(from: last, through: max(0, last - 0xFFFF), by: -1).first {
      long(bytes, $0) == endSignature && $0 + endLength + Int(short(bytes, $0 + 20)) == bytes.count
    }
  }

  private static func entry(
    _ bytes: [UInt8], _ place: Int, _ archive: String
  ) throws(TransportError) -> (member: Member, next: Int) {
    guard has(bytes, entrySignature, at: place, entryLength) else {
      throw error(archive, "its directory cannot be read at byte \(place)")
    }
    let nameEnd = place + entryLength + Int(short(bytes, place + 28))
    let next = nameEnd + Int(short(bytes, place + 30)) + Int(short(bytes, place + 32))
    guard next <= bytes.count else { throw error(archive, "its directory is cut") }
    let name = String(decoding: bytes[place + entryLength..<nameEnd], as: UTF8.self)
    let method = short(bytes, place + 10)
    guard short(bytes, place + 8) & 1 == 0 else { throw error(archive, "'\(name)' is encrypted") }
    guard method == 8 || method == 0 else {
      throw error(archive, "'\(name)' is packed by method \(method), expected deflate")
    }
    let (packed, size) = (long(bytes, place + 20), long(bytes, place + 24))
    guard packed < UInt32.max, size < UInt32.max else {
      throw error(archive, "'\(name)' has 4 GiB or more")
    }
    let member = Member(
      name: name, size: Int(size), packedSize: Int(packed), checksum: long(bytes, place + 16),
      isDeflated: method == 8, header: Int(long(bytes, place + 42)))
    return (member, next)
  }

  private static func has(
    _ bytes: [UInt8], _ signature: UInt32, at place: Int, _ length: Int
  ) -> Bool {
    place >= 0 && place + length <= bytes.count && long(bytes, place) == signature
  }

  private static func short(_ bytes: [UInt8], _ place: Int) -> UInt16 {
    UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
  }

  private static func long(_ bytes: [UInt8], _ place: Int) -> UInt32 {
    UInt32(short(bytes, place)) | UInt32(short(bytes, place + 2)) << 16
  }

  static func error(_ archive: String, _ reason: String) -> TransportError {
    TransportError(.badData, "'\(archive)' is not a zip archive that can be read: \(reason)")
  }
}
