import SFCore

/// Means of the prices of one bar, each rounded once.
extension Bar {
  /// (open + high + low + close) / 4.
  var averagePrice: Double {
    let sum = Int128(open.units) + Int128(high.units) + Int128(low.units) + Int128(close.units)
    return ExactRatio.double(sum, over: 400_000_000)
  }

  /// (high + low) / 2.
  var medianPrice: Double {
    ExactRatio.double(Int128(high.units) + Int128(low.units), over: 200_000_000)
  }

  /// (high + low + close) / 3.
  var typicalPrice: Double {
    let sum = Int128(high.units) + Int128(low.units) + Int128(close.units)
    return ExactRatio.double(sum, over: 300_000_000)
  }

  /// (high + low + 2 close) / 4.
  var weightedClose: Double {
    let sum = Int128(high.units) + Int128(low.units) + 2 * Int128(close.units)
    return ExactRatio.double(sum, over: 400_000_000)
  }

  /// high − low.
  var range: Double {
    ExactRatio.double(Int128(high.units) - Int128(low.units), over: 100_000_000)
  }

  /// The volume as a number to be summed and squared: at most 10¹⁰⁰, and 0 where it is less than
  /// 10⁻¹⁰⁰ or not known. No market comes near; so no sum leaves what a `Double` can hold.
  var boundedVolume: Double {
    guard let volume, volume >= 1e-100 else { return 0 }
    return min(volume, 1e100)
  }
}
