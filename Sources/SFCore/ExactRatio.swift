/// Division of integers, rounded once.
public enum ExactRatio {
  /// The `Double` nearest to `numerator` / `denominator`, ties to even.
  ///
  /// Equal ratios give equal results, whatever the operands: averages over 20
  /// and over 50 prices compare equal when they are. The denominator must be
  /// greater than zero and less than 2⁵³.
  @inlinable
  public static func double(_ numerator: Int128, over denominator: Int64) -> Double {
    if let small = Int64(exactly: numerator), small.magnitude <= 1 << 53 {
      return Double(small) / Double(denominator)
    }
    return slowDouble(numerator, over: denominator)
  }

  @usableFromInline
  static func slowDouble(_ numerator: Int128, over denominator: Int64) -> Double {
    let magnitude = numerator.magnitude
    // Enough quotient bits to round (55) and what is left as a sticky bit.
    let shift = max(
      0, min(magnitude.leadingZeroBitCount - 1, 55 + 64 - denominator.leadingZeroBitCount))
    let (quotient, remainder) = (magnitude << UInt128(shift))
      .quotientAndRemainder(dividingBy: UInt128(denominator))
    // The conversion rounds to even; a remainder breaks its ties.
    let excess = max(0, 128 - quotient.leadingZeroBitCount - 64)
    let mask = (UInt128(1) << UInt128(excess)) - 1
    let isSticky = remainder != 0 || quotient & mask != 0
    let top = UInt64(quotient >> UInt128(excess)) | (isSticky ? 1 : 0)
    let value = Double(top) * Double(sign: .plus, exponent: excess - shift, significand: 1)
    return numerator < 0 ? -value : value
  }
}
