import SFCore
import SFJournal
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What stands in the directory of a stage.
package struct StageDirectory: Equatable {
  package let path: String

  package init(_ path: String) {
    self.path = path.count > 1 && path.last == "/" ? String(path.dropLast()) : path
  }

  package var name: String { String(path.split(separator: "/").last ?? "") }
  package var journal: String { "\(path)/journal" }
  package var checkpoints: String { "\(path)/checkpoint" }

  /// What an origin with inputs may keep: a venue its ledger.
  package var ledger: String { "\(path)/ledger" }

  package var log: String { "\(path)/log" }
  package var sources: String { "\(path)/sources" }
  /// Stands where the journal is not what a whole run writes.
  package var inexact: String { "\(path)/inexact" }
  package var status: String { "\(path)/status.json" }

  /// Makes it, and what leads to it, where it is not there; nobody else may look into it.
  package func make() throws(TransportError) {
    var ends = path.indices.filter { path[$0] == "/" && $0 > path.startIndex }
    ends.append(path.endIndex)
    for end in ends {
      let part = String(path[..<end])
      guard DirectoryEntries.make(part, end == path.endIndex ? 0o700 : 0o777) else {
        throw failure("create", part)
      }
    }
    // Who made it before may have let others in.
    guard chmod(path, 0o700) == 0 else { throw failure("close to others", path) }
    _ = try CheckpointDirectory(checkpoints)
  }

  private func failure(_ verb: String, _ path: String) -> TransportError {
    TransportError(.cannotCreate, "cannot \(verb) '\(path)': \(TransportError.reason(errno))")
  }
}
