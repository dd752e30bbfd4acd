/// The time of the exchange, from what it last said and a clock that nobody sets.
///
/// What it said was true before it arrived, so that this clock is never ahead of the exchange's, and
/// behind it by no more than the answer took: a bar that is closed by this clock is closed.
struct ServerClock {
  private let said: Int64
  private let arrival: Int64

  /// The exchange said `time` in an answer that arrived at `arrival` of the steady clock.
  init(said time: Int64, at arrival: Int64) {
    said = time
    self.arrival = arrival
  }

  /// The exchange's time at a moment of the steady clock.
  func time(at steady: Int64) -> Int64 { said + (steady - arrival) }

  /// The moment of the steady clock at which the exchange's time will be this.
  func steady(at time: Int64) -> Int64 { arrival + (time - said) }
}
