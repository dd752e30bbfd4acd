import SFCore

/// Steps in the hands of one thread at a time, and what came behind the last of them.
final class AheadSteps {
  /// Enough steps to make the hand-over free, few enough to stay in the cache.
  private static let capacity = 64

  private var steps = (0..<capacity).map { _ in Step() }
  private var filled = 0
  private var taken = 0

  /// What ended the source, and the lines that it had passed over by then. The step that belongs to
  /// it stands behind the others.
  private(set) var ending: (event: Result<SourceEvent, any Error>, skipped: Int)?

  /// Fills the batch; `false` when nothing comes behind it.
  func fill(_ make: (inout Step) throws -> SourceEvent, skipped: () -> Int) -> Bool {
    (filled, taken) = (0, 0)
    // The last place is for the step of an ending.
    while filled < steps.count - 1 {
      do {
        let event = try make(&steps[filled])
        guard case .mark = event else {
          ending = (.success(event), skipped())
          return false
        }
        filled += 1
      } catch {
        ending = (.failure(error), skipped())
        return false
      }
    }
    return true
  }

  /// Gives the next step in exchange for a used one, or `false` when all have been taken.
  func takeNext(_ step: inout Step) -> Bool {
    guard taken < filled else { return false }
    swap(&step, &steps[taken])
    taken += 1
    return true
  }

  /// Gives the step of the ending.
  func takeLast(_ step: inout Step) { swap(&step, &steps[filled]) }
}
