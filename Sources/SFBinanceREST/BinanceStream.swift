import SFBinance
import SFCore
import SFFeeds
import SFRun

/// Binance's streams of the market: bars as they close, and the best bids and asks.
///
/// `StreamLink` decides on the connections; here their messages are read and kept until they are
/// asked for.
public final class BinanceStream: BarStream {
  public static let standardURL = "wss://stream.binance.com:9443"

  /// What it has to say to people.
  public enum Notice: Equatable, Sendable {
    /// Nothing comes any more; the exchange is asked meanwhile.
    case cut(reason: String)
    case isBack
    /// What the exchange says of a request for streams.
    case refused(String)
    case unreadable(String)
  }

  public var onNotice: ((Notice) -> Void)?

  private let socket: any MessageSocket
  private let url: String
  private let clock: any Clock
  /// The names of all streams, in pages.
  private let pages: [[String]]
  private var link: StreamLink
  private var wasLive = false
  private var lastReason = "no answer"

  /// The place of a series by its symbol and interval, as messages have them.
  private var places: [String: Int] = [:]
  private let grids: [BarGrid]
  /// Bars that have closed and were not forgotten, by open, of each series.
  private var bars: [[Int64: ClosedBar]]
  /// The newest of each symbol, and the number of its change.
  private var tickers: [Symbol: (ticker: BookTicker, update: Int)] = [:]

  /// Streams of a request, and of a connection.
  private static let (pageSize, most) = (200, 1_024)
  /// Bars of a series that are kept while nobody asks for them; what is more is asked for.
  private static let kept = 1_000

  /// Listens to the bars of some series, and, when `quotes` is set, to their symbols' bids and asks,
  /// at `base`, such as `wss://stream.binance.com:9443`; `seed` is for the pauses of who was cut off.
  ///
  /// `nil` where that is more than the 1024 streams of a connection.
  public init?(
    _ socket: any MessageSocket, base: String, _ series: [Series], quotes: Bool, seed: UInt64,
    _ clock: any Clock
  ) {
    let names =
      series.map(\.klineStream)
      + (quotes ? Set(series.map(\.symbol)).sorted().map(\.tickerStream) : [])
    guard names.count <= Self.most else { return nil }
    pages = stride(from: 0, to: names.count, by: Self.pageSize).map {
      Array(names[$0..<min($0 + Self.pageSize, names.count)])
    }
    self.socket = socket
    self.clock = clock
    url = (base.hasSuffix("/") ? String(base.dropLast()) : base) + "/stream"
    let isFast = series.contains { ($0.interval.milliseconds ?? .max) <= 1_000 }
    link = StreamLink(update: isFast ? 1_000 : 2_000, pages: pages.count, seed: seed)
    grids = series.map { BarGrid($0.interval) }
    bars = series.map { _ in [:] }
    for (place, series) in series.enumerated() {
      places[Self.key(series.symbol.text, series.interval.text)] = place
    }
  }

  private static func key(_ symbol: String, _ interval: String) -> String {
    "\(symbol)@\(interval)"
  }

  /// Readable when there is something to take.
  var descriptor: Int32 { socket.descriptor }

  /// When something is due that nobody else wakes for.
  var wake: Moment {
    let wake = link.wake(at: now)
    return wake == .max ? .never : clock.now + TimeSpan(milliseconds: max(0, wake - now))
  }

  private var now: Int64 { clock.now.nanoseconds / 1_000_000 }

  // MARK: Listening

  /// Takes what has come and does what is due; whether a bar has closed.
  func advance() -> Bool {
    var hasClosed = false
    for event in socket.takeEvents() {
      switch event {
      case .opened(let id):
        link.opened(id, at: now)
        for symbol in tickers.keys { tickers[symbol]?.update = .min }
      case .closed(let id, let reason):
        lastReason = reason
        link.closed(id, at: now)
      case .text(let id, let text):
        if take(text, from: id) { hasClosed = true }
      }
    }
    link.act(at: now).forEach(act)
    if link.isLive != wasLive {
      wasLive = link.isLive
      onNotice?(wasLive ? .isBack : .cut(reason: lastReason))
    }
    return hasClosed
  }

  private func act(_ action: StreamLink.Action) {
    switch action {
    case .open(let id): socket.open(url, id: id)
    case .close(let id):
      lastReason = "nothing came"
      socket.close(id)
    case .subscribe(let id, let page):
      let names = pages[page].map { "\"\($0)\"" }.joined(separator: ",")
      socket.send(
        #"{"method":"SUBSCRIBE","params":[\#(names)],"id":\#(page + 1)}"#, to: id)
    }
  }

  /// Whether a bar has closed by a message.
  private func take(_ text: [UInt8], from id: Int) -> Bool {
    let frame: StreamFrame
    do throws(UnreadableAnswer) { frame = try StreamFrame(text) } catch {
      onNotice?(.unreadable(error.reason))
      return false
    }
    switch frame {
    case .shutdown: link.isEnding(id)
    case .refused(let reason): onNotice?(.refused(reason))
    case .other: break
    case .ticker(let ticker, let update):
      link.heard(id, at: now).forEach(act)
      if update >= tickers[ticker.symbol]?.update ?? .min {
        tickers[ticker.symbol] = (ticker, update)
      }
    case .kline(let symbol, let interval, let kline, let isClosed):
      link.heard(id, at: now).forEach(act)
      guard isClosed, let place = places[Self.key(symbol, interval)],
        grids[place].begin(of: kline.openTime) == kline.openTime
      else { return false }
      keep(kline, place)
      return true
    }
    return false
  }

  private func keep(_ kline: Kline, _ place: Int) {
    if bars[place].count >= Self.kept, let oldest = bars[place].keys.min() {
      bars[place][oldest] = nil
    }
    bars[place][kline.openTime] = ClosedBar(
      openTime: kline.openTime, bar: kline.bar(0), fields: kline.fields)
  }

  // MARK: Being asked

  public func bar(ofSeries series: Int, opening open: Int64) -> ClosedBar? { bars[series][open] }

  public func forget(ofSeries series: Int, before open: Int64) {
    let old = bars[series].keys.filter { $0 < open }
    for open in old { bars[series][open] = nil }
  }

  /// The best bids and asks of some symbols, in ascending order of symbol; `nil` unless all are
  /// known and the streams live. A side of a book that is empty is no quote.
  func tickers(of symbols: [Symbol]) -> [BookTicker]? {
    guard link.isLive else { return nil }
    var list: [BookTicker] = []
    for symbol in Set(symbols).sorted() {
      guard let ticker = tickers[symbol]?.ticker else { return nil }
      if ticker.isTwoSided { list.append(ticker) }
    }
    return list
  }
}
