import SFBinance

/// Where archives are kept: a directory, or a server of files.
protocol ArchiveShelf: AnyObject {
  /// All bytes of a file; `nil` when it is not there, or when the run is to stop.
  ///
  /// Files that will be asked for next are named, so that they can be fetched meanwhile.
  func bytes(of path: String, next: [String]) throws -> [UInt8]?

  /// Whether `nil` meant that the run is to stop.
  var isStopped: Bool { get }
}

/// An archive and where its shelf has it.
struct ArchivePlace: Sendable {
  let name: ArchiveName
  let path: String

  init(name: ArchiveName, path: String) {
    self.name = name
    self.path = path
  }

  /// The file that holds the SHA-256 of it.
  var checksumPath: String { path + Self.checksumEnding }

  static let checksumEnding = ".CHECKSUM"
}
