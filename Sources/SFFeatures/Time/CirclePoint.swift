/// A point of the circle of radius 1.
struct CirclePoint {
  let sine: Double
  let cosine: Double

  /// The point that is a part of a turn from the start.
  ///
  /// The part is taken from the nearest quarter, so that quarters are exactly 0 and ±1.
  init(turn part: Double) {
    let quarter = (part * 4).rounded()
    let angle = 2 * Double.pi * (part - quarter / 4)
    let (s, c) = (angle.sine, angle.cosine)
    switch Int(quarter) & 3 {
    case 0: (sine, cosine) = (s, c)
    case 1: (sine, cosine) = (c, -s)
    case 2: (sine, cosine) = (-s, -c)
    default: (sine, cosine) = (-c, s)
    }
  }
}
