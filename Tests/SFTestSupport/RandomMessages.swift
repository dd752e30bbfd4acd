import SFCore

/// Messages with random content: of trading, of a venue, of a model.
extension RandomStep {
  mutating func addTrading(_ step: inout Step, _ symbol: Symbol) {
    let subject: Refusal.Subject =
      generator.next() % 2 == 0 ? .signal(detector: text()) : .order(text())
    step.add(
      Refusal(
        symbol: symbol, by: text(), reason: RefusalReason(rawValue: text()), subject: subject,
        quantity: maybe { Quantity(units: Int64($0.next() >> 4)) }, explain: maybeText()))
    step.add(
      Order(
        id: text(), symbol: symbol, side: pick(Side.allCases), kind: pick(OrderKind.allCases),
        quantity: quantity(), price: maybe { Price(units: Int64($0.next() >> 4)) },
        position: text(), intent: pick(Intent.allCases), reason: text(), detector: maybeText(),
        reference: amount(), by: maybeText(), maxBars: maybe { Int($0.next() % 500) },
        explain: maybeText()))
    step.add(Cancel(order: text(), symbol: symbol, reason: text()))
    step.add(
      Fill(
        id: text(), order: text(), symbol: symbol, side: pick(Side.allCases), price: amount(),
        quantity: quantity(), fee: amount(), feeAsset: maybeText(), position: text(),
        liquidity: pick(Liquidity.allCases), at: time(),
        remaining: maybe { Quantity(units: Int64($0.next() >> 4)) }))
    step.add(position(symbol))
    step.add(
      Equity(
        equity: amount(), cash: amount(), exposure: maybe(figure),
        drawdown: figure(&generator), openPositions: count(), buyHold: amount()))
    step.add(metrics())
  }

  private mutating func position(_ symbol: Symbol) -> PositionChange {
    let closing = PositionChange.Closing(
      exitPrice: amount(), exitTime: time(), exitReason: text(), pnl: amount(), fees: amount(),
      bars: count(), mfe: 0.25, mae: -0.125)
    var position = PositionChange(
      id: text(), symbol: symbol, direction: pick(Direction.allCases), quantity: quantity(),
      entryPrice: amount(), entryTime: time(), detector: maybeText(),
      closing: generator.next() % 2 == 0 ? closing : nil)
    position.dust = maybe { Quantity(units: Int64($0.next() >> 4)) }
    position.levels = maybe { generator in
      ["tp_sl.stop_loss", "tp_sl.take_profit"].map {
        PositionChange.ExitLevel(name: $0, price: Price(units: Int64(generator.next() >> 4)))
      }
    }
    position.meta = maybe { generator in
      ["time.bars", "trailing_stop.peak"].map {
        PositionChange.Memory(
          name: $0, value: generator.next() % 2 == 0 ? nil : Double(generator.next() % 100))
      }
    }
    return position
  }

  private mutating func metrics() -> Metrics {
    let book = Metrics.Book(
      equity: amount(), drawdown: figure(&generator), exposure: maybe(figure), openPositions: 3)
    return Metrics(
      detector: maybeText(), book: generator.next() % 2 == 0 ? book : nil, roundTrips: count(),
      winRate: maybe(figure), profitFactor: maybe(figure), averageReturn: maybe(figure),
      averageBars: maybe(figure), averageMFE: maybe(figure), averageMAE: maybe(figure))
  }

  mutating func addVenue(_ step: inout Step, _ symbol: Symbol) {
    step.add(
      Quote(
        symbol: symbol, bid: amount(), bidQuantity: quantity(), ask: amount(),
        askQuantity: quantity(), at: time()))
    let assets = ["BTC", "\u{20AC}uro", "1INCH"].prefix(Int(generator.next() % 4)).map {
      Account.Asset(name: $0, free: quantity(), locked: quantity())
    }
    step.add(
      Account(
        cash: amount(), equity: maybe { Price(units: Int64($0.next() >> 4)) }, assets: assets))
    step.add(
      Control(
        action: pick(Control.Action.allCases), target: maybeText(), reason: text(), who: text()))
    step.add(
      Alert(
        level: text(), rule: text(), state: text(), value: maybe(figure), limit: maybe(figure),
        text: text()))
  }

  mutating func addModel(_ step: inout Step, _ series: Series) {
    step.add(
      SignalMetrics(
        detector: text(), known: count(), hitRate: maybe(figure), meanReturn: maybe(figure),
        halfLifeBars: maybe { Int($0.next() % 500) }, agreement: maybe(figure)))
    step.add(
      BookMetrics(
        equity: figure(&generator), drawdown: figure(&generator), exposure: maybe(figure),
        openPositions: count(), roundTrips: count(), winRate: maybe(figure)))
    step.add(
      DecisionRequest(
        id: text(), symbol: series.symbol, interval: series.interval, detector: text(),
        direction: pick(SignalDirection.allCases), strength: maybe(figure),
        probability: maybe(figure), votes: count(), barsSinceEntry: maybe { Int($0.next() % 500) },
        open: maybe { DecisionRequest.Open(gain: -0.25, bars: Int($0.next() % 500)) },
        waited: maybe { Int($0.next() % 3) }))
    let action = pick(Decision.Action.allCases)
    step.add(
      Decision(
        id: text(), action: action,
        sizeMultiplier: action == .reduce ? figure(&generator) : maybe(figure),
        confidence: maybe(figure), reason: maybeText()))
    step.add(LoadedModel(name: text(), version: text(), hash: text()))
  }

  private mutating func quantity() -> Quantity { Quantity(units: amount().units) }

  private mutating func count() -> Int { Int(generator.next() % 500) }

  /// From 0 to 1.
  private func figure(_ generator: inout SeededGenerator) -> Double {
    Double(generator.next() % 1_001) / 1_000
  }
}
