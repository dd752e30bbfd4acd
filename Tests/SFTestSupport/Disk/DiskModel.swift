import Foundation
import SFCore

/// Files as a disk has them: what was synced stands, of the rest anything may be lost.
///
/// A directory is a file whose bytes are its names: an entry that was made, renamed or removed is
/// safe once the directory is synced, and each by chance until then. It promises no more than POSIX
/// does, and less than any file system of today.
public struct DiskModel {
  private struct File {
    var bytes: [UInt8] = []
    var synced: [UInt8] = []
    var isDirectory = false
  }

  private enum NameChange {
    case set(String, Int)
    case remove(String)

    var path: String {
      switch self {
      case .set(let path, _), .remove(let path): path
      }
    }
  }

  private var files: [File] = []
  private var names: [String: Int] = [:]
  private var syncedNames: [String: Int] = [:]
  private var pending: [NameChange] = []

  /// A disk writes so many bytes at once or not at all.
  private static let sector = 512

  public init() {}

  // MARK: What is asked of it

  public mutating func apply(_ operation: DiskOperation) {
    switch operation {
    case .makeDirectory(let path): add(path, isDirectory: true)
    case .create(let path): add(path, isDirectory: false)
    case .write(let path, let place, let bytes):
      change(path) { file in
        let missing = place + bytes.count - file.bytes.count
        if missing > 0 { file.bytes += [UInt8](repeating: 0, count: missing) }
        file.bytes.replaceSubrange(place..<place + bytes.count, with: bytes)
      }
    case .truncate(let path, let length):
      change(path) { file in
        let missing = length - file.bytes.count
        if missing > 0 { file.bytes += [UInt8](repeating: 0, count: missing) }
        file.bytes.removeLast(max(0, -missing))
      }
    case .sync(let path): sync(path)
    case .rename(let from, let to):
      guard let file = names.removeValue(forKey: from) else { return }
      names[to] = file
      pending += [.remove(from), .set(to, file)]
    case .remove(let path):
      names[path] = nil
      pending.append(.remove(path))
    case .show: break
    }
  }

  private mutating func add(_ path: String, isDirectory: Bool) {
    files.append(File(isDirectory: isDirectory))
    names[path] = files.count - 1
    pending.append(.set(path, files.count - 1))
  }

  private mutating func change(_ path: String, _ body: (inout File) -> Void) {
    if let file = names[path] { body(&files[file]) }
  }

  private mutating func sync(_ path: String) {
    guard let file = names[path], !files[file].isDirectory else {
      for change in pending where Self.parent(of: change.path) == path { settle(change) }
      pending.removeAll { Self.parent(of: $0.path) == path }
      return
    }
    files[file].synced = files[file].bytes
  }

  private mutating func settle(_ change: NameChange) {
    switch change {
    case .set(let path, let file): syncedNames[path] = file
    case .remove(let path): syncedNames[path] = nil
    }
  }

  private static func parent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  // MARK: What is left

  /// What has been synced, and nothing else: files by their paths.
  public var synced: [String: [UInt8]] { visible(syncedNames) { $0.synced } }

  /// What may be found when the power comes back; another one for each state of the random numbers.
  public func afterPowerCut(_ random: inout SplitMix64) -> [String: [UInt8]] {
    var left = self
    for change in pending where random.next() % 2 == 0 { left.settle(change) }
    return left.visible(left.syncedNames) { Self.remains(of: $0, &random) }
  }

  /// The files of whose directories each is there, in the order of their paths.
  private func visible(_ names: [String: Int], _ bytes: (File) -> [UInt8]) -> [String: [UInt8]] {
    var visible: [String: [UInt8]] = [:]
    for (path, index) in names.sorted(by: { $0.key < $1.key }) where !files[index].isDirectory {
      if Self.ancestors(of: path).allSatisfy({ names[$0] != nil }) {
        visible[path] = bytes(files[index])
      }
    }
    return visible
  }

  /// The directories above a path, up to the one that has always been there.
  private static func ancestors(of path: String) -> [String] {
    path.indices.filter { path[$0] == "/" }.map { String(path[..<$0]) }
  }

  /// A tail that is lost, holes of zeros, all of it, or nothing of what was not synced.
  private static func remains(of file: File, _ random: inout SplitMix64) -> [UInt8] {
    if file.bytes.count < file.synced.count {
      return random.next() % 2 == 0 ? file.bytes : file.synced
    }
    let added = file.bytes.count - file.synced.count
    var bytes = file.bytes
    switch random.next() % 4 {
    case 0: return file.synced
    case 1: return bytes
    case 2: break
    default: bytes.removeLast(Int(random.next() % UInt64(added + 1)))
    }
    for start in stride(from: 0, to: bytes.count, by: sector) where random.next() % 4 == 0 {
      for place in start..<min(start + sector, bytes.count) {
        bytes[place] = place < file.synced.count ? file.synced[place] : 0
      }
    }
    return bytes
  }
}
