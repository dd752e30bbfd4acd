import SFCore

extension Bar {
  /// The volume of the bar by where it closes: all of it at the high, none in the middle, minus all
  /// at the low; 0 without a range (Chaikin).
  @inline(__always)
  var moneyFlow: Double {
    let (high, low, close) = (high.double, low.double, close.double)
    let range = high - low
    guard range > 0 else { return 0 }
    return ((close - low) - (high - close)) / range * boundedVolume
  }
}
