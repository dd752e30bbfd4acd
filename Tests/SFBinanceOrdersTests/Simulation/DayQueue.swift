/// What is to happen on a day, each at its time; of one time in the order in which it was planned.
struct DayQueue {
  struct Entry {
    let time: Int64
    /// Which desk, of those that came one behind the other, it is meant for.
    let life: Int
    let happening: TradingDay.Happening
  }

  /// The next one last.
  private var entries: [Entry] = []

  /// When the next one happens; `nil` for none.
  var next: Int64? { entries.last?.time }

  mutating func add(_ happening: TradingDay.Happening, at time: Int64, life: Int) {
    let place = entries.firstIndex { $0.time <= time } ?? entries.endIndex
    entries.insert(Entry(time: time, life: life, happening: happening), at: place)
  }

  mutating func take() -> Entry? { entries.popLast() }
}
