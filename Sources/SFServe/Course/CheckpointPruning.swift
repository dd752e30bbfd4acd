import SFCore

/// Which checkpoints of a stage are not needed any more.
///
/// One may be newer than the journal's last mark, since a stage saves itself before what it wrote
/// stands there; the journal may lose what is not on the disk. So all stay that are newer than the
/// last synced mark, and two that are not: of one the disk may be wrong.
package enum CheckpointPruning {
  package static func outdated(
    _ checkpoints: [Timestamp], synced: Timestamp?
  ) -> [Timestamp] {
    guard let synced else { return [] }
    return checkpoints.filter { $0 <= synced }.sorted().dropLast(2)
  }
}
