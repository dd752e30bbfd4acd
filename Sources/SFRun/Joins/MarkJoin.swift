import SFCore

/// What an input beside the main one has to say at a mark of the main one.
///
/// The main input has the marks. Another may have said nothing at some of them, may be ahead, and
/// may end before; a mark that the main input lacks is an error, since what was said at it has no
/// place:
///
///     main      1     2     3     end
///     answers   1           3     end      at 2 nothing was said: 3 has come
package enum MarkJoin {
  /// What of the other input comes next.
  package enum Head: Equatable, Sendable {
    /// Nothing has arrived yet.
    case awaited
    /// A step of that mark.
    case step(Timestamp)
    case ended
  }

  package enum Turn: Equatable, Sendable {
    /// The step belongs to the mark.
    case take
    /// Nothing was said at the mark.
    case silent
    /// It is not known yet.
    case wait
    /// The main input has passed that mark and did not have it.
    case stray(Timestamp)
  }

  package static func turn(of head: Head, at mark: Timestamp) -> Turn {
    switch head {
    case .awaited: .wait
    case .ended: .silent
    case .step(let ts): ts == mark ? .take : ts > mark ? .silent : .stray(ts)
    }
  }
}
