import SFCore

extension Outputs {
  /// Whether anybody wants lines of market data; asked first, since to hand a step over copies it.
  var wantsMarket: Bool { wants(.bar) || wants(.gap) }

  /// Writes the lines of a step of market data: bars in order, a gap before the bar that ends it.
  ///
  /// In one process often nobody wants them, and none is made.
  func writeMarket(of step: borrowing Step) throws {
    let (writesBars, writesGaps) = (wants(.bar), wants(.gap))
    guard writesBars || writesGaps && !step.gaps.isEmpty else { return }
    var gap = 0
    for index in step.bars.indices {
      if gap < step.gaps.count, step.gaps[gap].series == step.bars[index].series {
        if writesGaps { try write(.message(.gap, gap), of: step) }
        gap += 1
      }
      if writesBars { try write(.bar(index), of: step) }
    }
  }
}
