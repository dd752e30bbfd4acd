import SFCore

/// Values into lines, byte for byte as the wire page says.
public struct LineWriter: ~Copyable {
  public var buffer: ByteBuffer

  /// The time of the last line, and its text with the keys around it.
  private var lastTs = Timestamp.earliest
  private var timeText: [UInt8] = []
  /// The start of its day.
  private var midnight = Timestamp.earliest
  /// `,"symbol":"…","interval":"…"` of each series.
  private var seriesTexts = TextTable()
  /// `,"name":` of each column.
  private var columnTexts = TextTable()

  public init(capacity: Int = 1 << 17) {
    buffer = ByteBuffer(capacity: capacity)
    timeText = Self.timeText(lastTs)
  }

  private static func timeText(_ ts: Timestamp) -> [UInt8] { Array("\",\"ts\":\"\(ts)\"".utf8) }

  @inline(__always)
  private mutating func start(_ type: StaticString, _ ts: Timestamp) {
    if ts != lastTs { setTime(ts) }
    buffer.append("{\"type\":\"")
    buffer.append(type)
    buffer.append(timeText)
  }

  private mutating func setTime(_ ts: Timestamp) {
    let ofDay = ts - midnight
    lastTs = ts
    timeText.withUnsafeMutableBufferPointer { text in
      let p = text.baseAddress! + 8
      if ofDay >= 0, ofDay < Timestamp.millisecondsPerDay {
        TimestampText.writeTimeOfDay(ofDay, to: p)
      } else {
        TimestampText.write(ts, to: p)
        midnight = Timestamp(milliseconds: ts.day * Timestamp.millisecondsPerDay)
      }
    }
  }

  @inline(__always)
  private mutating func append(series index: SeriesIndex, _ step: borrowing Step) {
    while seriesTexts.count <= index {
      let series = step.series[seriesTexts.count]
      seriesTexts.append(
        Array(",\"symbol\":\"\(series.symbol)\",\"interval\":\"\(series.interval)\"".utf8))
    }
    buffer.append(seriesTexts[index])
  }

  private mutating func append(_ key: StaticString, text: String) {
    buffer.append(key)
    buffer.append(quoted: text)
  }

  private mutating func append(_ key: StaticString, optional text: String?) {
    if let text { append(key, text: text) }
  }

  @inline(__always)
  private mutating func append(_ key: StaticString, _ amount: some FixedPoint) {
    buffer.append(key)
    buffer.append(amount: amount)
  }

  private mutating func append(_ key: StaticString, _ value: Double) {
    buffer.append(key)
    buffer.append(double: value)
  }

  private mutating func append(_ key: StaticString, _ value: Int) {
    buffer.append(key)
    buffer.append(integer: value)
  }

  private mutating func append(_ key: StaticString, _ ts: Timestamp) {
    buffer.append(key)
    buffer.append("\"")
    buffer.append(timestamp: ts)
    buffer.append("\"")
  }

  // MARK: Lines

  public mutating func mark(_ ts: Timestamp) {
    start("mark", ts)
    buffer.append("}\n")
  }

  /// One of the lines of a step.
  public mutating func write(_ line: Step.Line, of step: borrowing Step) {
    switch line {
    case .bar(let index): bar(step.bars[index], step.fields(ofBar: index), of: step)
    case .gap(let index): gap(step.gaps[index], of: step)
    case .features(let row, let from, let count): features(row, from, count, of: step)
    case .wideFeatures(let row, let from, let count): wideFeatures(row, from, count, of: step)
    case .signal(let index): signal(step.signals[index], of: step)
    case .refusal(let index): refusal(step.refusals[index], step.ts)
    case .order(let index): order(step.orders[index], step.ts)
    case .fill(let index): fill(step.fills[index], step.ts)
    case .position(let index): position(step.positions[index], step.ts)
    case .equity(let index): equity(step.equities[index], step.ts)
    case .label(let index): label(step.labels[index], of: step)
    case .metrics(let index): metrics(step.metrics[index], step.ts)
    }
    buffer.append("}\n")
  }

  private mutating func bar(_ bar: Bar, _ fields: [MarketField], of step: borrowing Step) {
    start("bar", step.ts)
    append(series: bar.series, step)
    append(",\"open\":", bar.open)
    append(",\"high\":", bar.high)
    append(",\"low\":", bar.low)
    append(",\"close\":", bar.close)
    if let volume = bar.volume { append(",\"volume\":", volume) }
    for field in fields {
      buffer.append(",")
      buffer.append(quoted: field.name)
      append(":", field.value)
    }
  }

  private mutating func gap(_ gap: Gap, of step: borrowing Step) {
    start("gap", step.ts)
    append(series: gap.series, step)
    append(",\"from\":", gap.from)
    append(",\"to\":", gap.to)
    append(",\"bars\":", gap.bars)
  }

  private mutating func features(_ row: Int, _ from: Int, _ count: Int, of step: borrowing Step) {
    start("features", step.ts)
    append(series: step.rows[row].series, step)
    buffer.append(",\"values\":{")
    values(row, from, count, of: step)
    buffer.append("}")
  }

  /// A line of a type of the users' own (`x_`), since the values stand beside the other keys.
  private mutating func wideFeatures(
    _ row: Int, _ from: Int, _ count: Int, of step: borrowing Step
  ) {
    start("x_features", step.ts)
    append(series: step.rows[row].series, step)
    buffer.append(",")
    values(row, from, count, of: step)
  }

  @inline(__always)
  private mutating func values(_ row: Int, _ from: Int, _ count: Int, of step: borrowing Step) {
    while columnTexts.count < from + count {
      var text = ByteBuffer(capacity: 80)
      text.append(",")
      let name = step.columns.names[columnTexts.count]
      let isWide = name.hasPrefix(Step.widePrefix)
      text.append(quoted: isWide ? String(name.dropFirst(Step.widePrefix.count)) : name)
      text.append(":")
      columnTexts.append(text.bytes)
    }
    let values = step.values.span.extracting(row * step.width..<(row + 1) * step.width)
    for column in from..<from + count {
      // The first name has no comma before it.
      let text = columnTexts[column]
      buffer.append(column == from ? UnsafeRawBufferPointer(rebasing: text[1...]) : text)
      buffer.append(double: values[column])
    }
  }

  private mutating func signal(_ signal: Signal, of step: borrowing Step) {
    start("signal", step.ts)
    append(series: signal.series, step)
    append(",\"detector\":", text: signal.detector)
    append(",\"direction\":", text: signal.direction.rawValue)
    append(",\"strength\":", signal.strength)
    if let probability = signal.probability { append(",\"probability\":", probability) }
  }

  private mutating func refusal(_ refusal: Refusal, _ ts: Timestamp) {
    start("refusal", ts)
    append(",\"symbol\":", text: refusal.symbol.text)
    append(",\"by\":", text: refusal.by)
    append(",\"reason\":", text: refusal.reason.rawValue)
    switch refusal.subject {
    case .signal(let detector): append(",\"detector\":", text: detector)
    case .order(let order): append(",\"order\":", text: order)
    }
    if let quantity = refusal.quantity { append(",\"quantity\":", quantity) }
    append(",\"explain\":", optional: refusal.explain)
  }

  private mutating func order(_ order: Order, _ ts: Timestamp) {
    start("order", ts)
    append(",\"id\":", text: order.id)
    append(",\"symbol\":", text: order.symbol.text)
    append(",\"side\":", text: order.side.rawValue)
    append(",\"kind\":", text: order.kind.rawValue)
    append(",\"quantity\":", order.quantity)
    if let price = order.price { append(",\"price\":", price) }
    append(",\"position\":", text: order.position)
    append(",\"intent\":", text: order.intent.rawValue)
    append(",\"reason\":", text: order.reason)
    append(",\"detector\":", optional: order.detector)
    append(",\"reference\":", order.reference)
    append(",\"explain\":", optional: order.explain)
  }

  private mutating func fill(_ fill: Fill, _ ts: Timestamp) {
    start("fill", ts)
    append(",\"id\":", text: fill.id)
    append(",\"order\":", text: fill.order)
    append(",\"symbol\":", text: fill.symbol.text)
    append(",\"side\":", text: fill.side.rawValue)
    append(",\"price\":", fill.price)
    append(",\"quantity\":", fill.quantity)
    append(",\"fee\":", fill.fee)
    append(",\"fee_asset\":", optional: fill.feeAsset)
    append(",\"position\":", text: fill.position)
    append(",\"liquidity\":", text: fill.liquidity.rawValue)
    append(",\"at\":", fill.at)
  }

  private mutating func position(_ position: PositionChange, _ ts: Timestamp) {
    start("position", ts)
    append(",\"id\":", text: position.id)
    append(",\"symbol\":", text: position.symbol.text)
    append(",\"direction\":", text: position.direction.rawValue)
    append(",\"status\":", text: position.status.rawValue)
    append(",\"quantity\":", position.quantity)
    append(",\"entry_price\":", position.entryPrice)
    append(",\"entry_ts\":", position.entryTime)
    append(",\"detector\":", optional: position.detector)
    if let closing = position.closing { append(closing) }
    guard let meta = position.meta else { return }
    buffer.append(",\"meta\":{")
    for (index, memory) in meta.enumerated() {
      if index > 0 { buffer.append(",") }
      buffer.append(quoted: memory.name)
      append(":", memory.value ?? .nan)
    }
    buffer.append("}")
  }

  private mutating func append(_ closing: PositionChange.Closing) {
    append(",\"exit_price\":", closing.exitPrice)
    append(",\"exit_ts\":", closing.exitTime)
    append(",\"exit_reason\":", text: closing.exitReason)
    append(",\"pnl\":", closing.pnl)
    append(",\"fees\":", closing.fees)
    append(",\"bars\":", closing.bars)
    append(",\"mfe\":", closing.mfe)
    append(",\"mae\":", closing.mae)
  }

  private mutating func equity(_ equity: Equity, _ ts: Timestamp) {
    start("equity", ts)
    append(",\"equity\":", equity.equity)
    append(",\"cash\":", equity.cash)
    append(",\"exposure\":", equity.exposure ?? .nan)
    append(",\"drawdown\":", equity.drawdown)
    append(",\"open_positions\":", equity.openPositions)
    append(",\"buy_hold\":", equity.buyHold)
  }

  private mutating func label(_ label: Label, of step: borrowing Step) {
    start("label", step.ts)
    append(series: label.series, step)
    append(",\"at\":", label.at)
    append(",\"label\":", text: label.label)
    append(",\"detector\":", optional: label.detector)
    append(",\"value\":", label.value)
    guard let window = label.window else { return }
    append(",\"t1\":", window.end)
    append(",\"bars\":", window.bars)
    append(",\"return\":", window.gain)
  }

  private mutating func metrics(_ metrics: Metrics, _ ts: Timestamp) {
    start("metrics", ts)
    append(",\"detector\":", optional: metrics.detector)
    if let book = metrics.book {
      append(",\"equity\":", book.equity)
      append(",\"drawdown\":", book.drawdown)
      append(",\"exposure\":", book.exposure ?? .nan)
      append(",\"open_positions\":", book.openPositions)
    }
    append(",\"round_trips\":", metrics.roundTrips)
    append(",\"win_rate\":", metrics.winRate ?? .nan)
    append(",\"profit_factor\":", metrics.profitFactor ?? .nan)
    append(",\"average_return\":", metrics.averageReturn ?? .nan)
    append(",\"average_bars\":", metrics.averageBars ?? .nan)
    append(",\"average_mfe\":", metrics.averageMFE ?? .nan)
    append(",\"average_mae\":", metrics.averageMAE ?? .nan)
  }
}
