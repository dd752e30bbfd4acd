import SFBinance
import SFCore
import SFTransport
import SFWire

/// The klines or trades of one symbol, as text: its archives one after another, each verified and
/// unpacked when its turn comes.
final class ArchiveSource: ByteSource {
  /// `BTCUSDT-1m`, `BTCUSDT-trades`.
  let name: String
  var isReady: Bool { true }
  var isStopped: Bool { shelf.isStopped }

  /// Called with each archive that is not there.
  var onAbsent: ((ArchivePlace) -> Void)?
  /// Called with the number of the archives it was made with that are done.
  var onRead: ((Int) -> Void)?

  private let shelf: any ArchiveShelf
  private var places: [ArchivePlace]
  /// Gives the days of a month that is not there, as long as it is not over.
  private let days: ((ArchivePlace) -> [ArchivePlace])?
  private let isVerified: Bool
  private var file: (any ByteSource)?
  private var opened: [Opened] = []
  private var lines = 0
  private var endsInLine = false
  /// Bytes behind a header that were read with it.
  private var ahead: ArraySlice<UInt8> = []

  /// An archive that was opened.
  private struct Opened {
    let path: String
    /// Lines of the whole before its first.
    let before: Int
    /// Lines of the archive that were dropped.
    var dropped = 0
  }

  /// How many archives are fetched while one is read: those of trades are large.
  private var lookAhead: Int { places.first?.name.data.interval == nil ? 1 : 2 }

  /// The archives must be of one symbol and have the same, in order of time. With `isVerified` one
  /// without its checksum is an error.
  init(
    _ places: [ArchivePlace], on shelf: any ArchiveShelf, isVerified: Bool,
    days: ((ArchivePlace) -> [ArchivePlace])? = nil
  ) {
    precondition(!places.isEmpty)
    self.places = places
    self.shelf = shelf
    self.isVerified = isVerified
    self.days = days
    name = "\(places[0].name.symbol)-\(places[0].name.data.text)"
  }

  /// The archive that a line of the whole is in, and its number there.
  func place(ofLine line: Int) -> (path: String, line: Int) {
    guard let file = opened.last(where: { $0.before < line }) else { return (name, line) }
    return (file.path, line - file.before + file.dropped)
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      let count = try readFile(into: buffer)
      if count > 0 {
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        lines += bytes.reduce(0) { $0 + ($1 == 10 ? 1 : 0) }
        endsInLine = bytes[count - 1] != 10
        return count
      }
      if endsInLine {
        // The last row of an archive and the first of the next are two.
        buffer[0] = 10
        endsInLine = false
        lines += 1
        return 1
      }
      guard try openNext() else { return 0 }
    }
  }

  private func readFile(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if !ahead.isEmpty {
      let count = min(buffer.count, ahead.count)
      buffer.copyBytes(from: ahead.prefix(count))
      ahead = ahead.dropFirst(count)
      return count
    }
    return try file?.read(into: buffer) ?? 0
  }

  private func openNext() throws -> Bool {
    file = nil
    while !places.isEmpty {
      let place = places.removeFirst()
      guard let bytes = try fetch(place) else {
        if shelf.isStopped { return false }
        let others = place.name.day == nil ? days?(place) ?? [] : []
        if others.isEmpty { onAbsent?(place) }
        places.insert(contentsOf: others, at: 0)
        continue
      }
      try open(bytes, place)
      onRead?(1)
      return true
    }
    guard !opened.isEmpty else {
      throw TransportError(.noInput, "no archive of \(name) is there for this time")
    }
    return false
  }

  private func fetch(_ place: ArchivePlace) throws -> [UInt8]? {
    let next = places.prefix(lookAhead).flatMap { paths(of: $0) }
    guard
      let bytes = try shelf.bytes(of: place.path, next: paths(of: place).dropFirst() + next)
    else { return nil }
    guard let checksum = try shelf.bytes(of: place.checksumPath, next: []) else {
      if shelf.isStopped { return nil }
      guard isVerified else { return bytes }
      throw TransportError(
        .noInput, "'\(place.path)' has no .CHECKSUM beside it",
        help: "--unverified takes archives without one")
    }
    try ArchiveChecksum.verify(bytes, checksum, path: place.path)
    return bytes
  }

  private func paths(of place: ArchivePlace) -> [String] { [place.path, place.checksumPath] }

  private func open(_ bytes: [UInt8], _ place: ArchivePlace) throws {
    let archive = try ZipArchive(bytes, name: place.path)
    guard archive.members.count == 1 else {
      throw TransportError(
        .badData, "found \(archive.members.count) files in '\(place.path)', expected one")
    }
    opened.append(Opened(path: place.path, before: lines))
    file = try archive.source(of: archive.members[0])
    try dropHeader(place)
  }

  private static let longestHeader = 1 << 12

  /// Some archives begin with the names of their columns, which are the same in all.
  private func dropHeader(_ place: ArchivePlace) throws {
    var first: [UInt8] = []
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 12, alignment: 16)
    defer { room.deallocate() }
    // No more than a header has: what follows may be one line of any length.
    while first.count < Self.longestHeader, !first.contains(10),
      let count = try file?.read(into: room), count > 0
    {
      first += UnsafeRawBufferPointer(rebasing: room[..<count])
    }
    ahead = first[...]
    guard let byte = first.first, byte &- 48 >= 10, first.contains(10) else { return }
    guard first.starts(with: place.name.data.header.utf8), let end = first.firstIndex(of: 10) else {
      throw TransportError(
        .badData,
        "found '\(String(decoding: first.prefix(40).prefix { $0 != 10 }, as: UTF8.self).shown())' at the "
          + "start of '\(place.path)', expected \(place.name.data.kind)")
    }
    ahead = first[(end + 1)...]
    opened[opened.count - 1].dropped = 1
  }
}
