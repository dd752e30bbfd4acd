#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Functions of the C library, so that a feature need not know which one there is.
extension Double {
  /// ln x; NaN for a negative number, −∞ for 0.
  @inline(__always) var logarithm: Double { log(self) }
  /// eˣ.
  @inline(__always) var exponential: Double { exp(self) }
  @inline(__always) var sine: Double { sin(self) }
  @inline(__always) var cosine: Double { cos(self) }
}

/// An average change below this is what is left of changes long past, and counts as none: it is a
/// millionth of the least step of a price.
let leastRemnant = 1e-14

/// A part of a whole; missing where there is no whole.
@inline(__always)
func share(_ part: Double, of whole: Double) -> Double {
  whole > 0 ? part / whole : .nan
}
