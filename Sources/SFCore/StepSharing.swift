extension Step {
  /// Takes what another step of the same time holds, behind what is there: its bars and gaps, its
  /// signals and quotes, what came of trading. What it says of orders are answers, which stay apart
  /// and in their order. Series are known by name, since each input numbers its own; values of
  /// columns are not taken.
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
    take(answersOf: other)
    for place in other.positions.indices { take(other.positions[place]) }
    for place in other.equities.indices { take(other.equities[place]) }
    let quotes = other.messages(of: Quote.self)
    for place in quotes.indices { take(quotes[place]) }
  }

  /// Takes what another step says of orders, in its order.
  public mutating func take(answersOf other: borrowing Step) {
    for place in other.said.indices {
      if let answer = other.answer(other.said[place]) { answers.append(answer) }
    }
  }

  /// What a line that was read says of an order; `nil` for what is no answer.
  public func answer(_ line: Line) -> Answer? {
    guard case .message(let type, let place) = line else { return nil }
    return switch type {
    case .order: .order(orders[place])
    case .fill: .fill(fills[place])
    case .refusal: .refusal(refusals[place])
    case .control: .control(messages(of: Control.self)[place])
    default: nil
    }
  }

  /// Adds an answer as a line.
  public mutating func add(_ answer: Answer) {
    switch answer {
    case .fill(let fill): add(fill)
    case .refusal(let refusal): add(refusal)
    case .order(let order): add(order)
    case .control(let control): add(control)
    }
  }
}
