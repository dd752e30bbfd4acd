import SFCore

/// Books that ran side by side, each with its share of the capital, as one run.
///
/// At each mark the lines of all books follow each other in the order of the books, and one line of
/// equity says the sums: a book that says nothing is worth what it was. The exposure is that of all
/// positions over all equity, and the drawdown is below the high of the sum.
enum MergedBooks {
  /// The shares of a capital: equal parts, of which the first hold what does not divide.
  static func shares(of capital: Price, count: Int) -> [Price] {
    let (share, rest) = capital.units.quotientAndRemainder(dividingBy: Int64(count))
    return (0..<count).map { Price(units: share + ($0 < Int(rest) ? 1 : 0)) }
  }

  /// All books have the same marks.
  static func merged(
    _ books: [RunRecord], shares: [Price], capital: Price
  ) throws(StageError) -> RunRecord {
    var result = RunRecord(expecting: books[0].marks.count)
    result.header = books[0].header.with(capital: capital)
    result.isComplete = books.allSatisfy(\.isComplete)
    let marks = books[0].marks
    var places = books.map { _ in RunRecord.Position() }
    var sum = Sum(shares)
    var step = Step()
    for mark in 0...marks.count {
      let ts = mark < marks.count ? marks[mark] : marks.last ?? .earliest
      step.begin(ts)
      var isNews = false
      for book in books.indices {
        guard let equity = books[book].fill(&step, mark: mark, at: &places[book]) else { continue }
        sum.worth[book] = equity
        isNews = true
      }
      if isNews { step.add(try sum.equity(at: ts)) }
      if mark < marks.count { result.add(&step) } else { result.close(&step) }
    }
    return result
  }

  /// What the books are worth together.
  private struct Sum {
    var worth: [Equity]
    private var high: Double

    init(_ shares: [Price]) {
      worth = shares.map {
        Equity(equity: $0, cash: $0, exposure: 0, drawdown: 0, openPositions: 0, buyHold: $0)
      }
      high = shares.reduce(0) { $0 + $1.double }
    }

    mutating func equity(at ts: Timestamp) throws(StageError) -> Equity {
      var (equity, cash, buyHold) = (Int64(0), Int64(0), Int64(0))
      var (open, held) = (0, 0.0)
      var isOutOfRange = false
      func add(_ amount: Price, to sum: inout Int64) {
        let (next, overflow) = sum.addingReportingOverflow(amount.units)
        sum = next
        isOutOfRange = isOutOfRange || overflow
      }
      for book in worth {
        add(book.equity, to: &equity)
        add(book.cash, to: &cash)
        add(book.buyHold, to: &buyHold)
        open += book.openPositions
        // A book that is worth nothing does not say what it holds.
        held += (book.exposure ?? .nan) * book.equity.double
      }
      guard !isOutOfRange else {
        throw StageError(
          .badData,
          "found an equity of all books out of range at \(ts), "
            + "expected amounts below 92 billion")
      }
      let total = Price(units: equity).double
      high = max(high, total)
      return Equity(
        equity: Price(units: equity), cash: Price(units: cash),
        exposure: total > 0 && !held.isNaN ? held / total : nil,
        drawdown: high > 0 ? (high - total) / high : 0, openPositions: open,
        buyHold: Price(units: buyHold))
    }
  }
}
