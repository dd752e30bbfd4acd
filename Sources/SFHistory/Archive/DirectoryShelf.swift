import SFBinance
import SFCore
import SFTransport
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Archives in a directory, at any depth: as `data.binance.vision` lays them out, or all in one.
final class DirectoryShelf: ArchiveShelf {
  var isStopped: Bool { false }

  /// The most bytes of an archive: those of servers are a quarter of it at most.
  private static let largest = Int(UInt32.max)

  init() {}

  func bytes(of path: String, next: [String]) throws -> [UInt8]? {
    guard access(path, F_OK) == 0 else { return nil }
    let isChecksum = path.hasSuffix(ArchivePlace.checksumEnding)
    return try Endpoint.bytes(
      of: path, most: isChecksum ? ArchiveChecksum.largest : Self.largest)
  }

  /// The archives below a directory, or the one that the path is.
  static func places(in path: String) throws -> [ArchivePlace] {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw TransportError(.noInput, "cannot read '\(path)': \(TransportError.reason(errno))")
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      guard let name = ArchiveName(file: Self.lastPart(of: path)) else {
        throw TransportError(
          .noInput, "found '\(path)', expected a name like BTCUSDT-1m-2024-01.zip")
      }
      return [ArchivePlace(name: name, path: path)]
    }
    var places: [ArchivePlace] = []
    for entry in try entries(of: path) {
      let below = path.hasSuffix("/") ? path + entry : "\(path)/\(entry)"
      if let name = ArchiveName(file: entry) {
        places.append(ArchivePlace(name: name, path: below))
      } else if isDirectory(below) {
        places += try Self.places(in: below)
      }
    }
    return places
  }

  /// The names in a directory, sorted.
  private static func entries(of path: String) throws -> [String] {
    guard let stream = opendir(path) else {
      throw TransportError(.noInput, "cannot read '\(path)': \(TransportError.reason(errno))")
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// A link to a directory is not gone into, so that a ring of them ends.
  private static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func lastPart(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
