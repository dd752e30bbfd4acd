extension Step {
  /// Takes what another step of the same time holds, behind what is there: its bars and gaps, its
  /// signals, what came of trading. Series are known by name, since each input numbers its own;
  /// values of columns are not taken.
  public mutating func take(contentOf other: borrowing Step) {
    precondition(other.ts == ts, "steps of one time are joined")
    var numbers: [SeriesIndex] = []
    for series in other.series.list { numbers.append(self.series.index(of: series)) }
    for place in other.bars.indices {
      var bar = other.bars[place]
      bar.series = numbers[bar.series]
      take(bar, other.fields(ofBar: place))
    }
    for place in other.gaps.indices {
      var gap = other.gaps[place]
      gap.series = numbers[gap.series]
      take(gap)
    }
    for place in other.signals.indices {
      var signal = other.signals[place]
      signal.series = numbers[signal.series]
      take(signal)
    }
    for place in other.refusals.indices { take(other.refusals[place]) }
    for place in other.orders.indices { take(other.orders[place]) }
    for place in other.fills.indices { take(other.fills[place]) }
    for place in other.positions.indices { take(other.positions[place]) }
    for place in other.equities.indices { take(other.equities[place]) }
  }
}
