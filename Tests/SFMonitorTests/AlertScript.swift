import SFCore
import SFMonitor
import Testing

/// Lines of a session and what its machine says, minute by minute, and what the rules make of it.
struct AlertScript {
  var state = SessionState("run")
  private var book: AlertBook
  private let feeds: [(stage: String, roles: StreamRoles, feed: StreamFeed)]
  /// What was said: `09:02 raised`, with the subject of what is meant where the text names one.
  private(set) var said: [String] = []
  private(set) var alerts: [Alert] = []

  /// A stage of its own for each part, as in a session.
  static let stages: [(String, StreamRoles)] = [
    ("ingest", .market), ("detect", .signals), ("strategy", [.trader, .alerts]),
    ("risk", .alerts), ("broker", [.venue, .alerts]),
  ]

  init(_ spec: String) throws {
    book = AlertBook([try AlertBook.Watch(spec)])
    feeds = Self.stages.map { ($0.0, $0.1, StreamFeed($0.1.types)) }
  }

  static func time(_ minute: Int) -> Timestamp {
    Timestamp(milliseconds: 1_767_571_200_000 + Int64(minute) * 60_000)
  }

  /// Takes the lines of a minute, each `stage {"type":…}` without its time, and asks the rules at
  /// that time of the machine, or another.
  mutating func minute(
    _ minute: Int, _ lines: [String] = [], wall: Timestamp? = nil,
    _ change: (inout MachineState) -> Void = { _ in }
  ) throws {
    let ts = Self.time(minute)
    for (stage, roles, feed) in feeds {
      var text = ""
      for line in lines where line.hasPrefix(stage + " ") {
        let body = line.dropFirst(stage.count + 1)
        let comma = body.firstIndex(of: ",") ?? body.endIndex
        text += "\(body[..<comma]),\"ts\":\"\(ts)\"\(body[comma...])\n"
      }
      text += "{\"type\":\"mark\",\"ts\":\"\(ts)\"}\n"
      var state = state
      try feed.take(Array(text.utf8)) { state.take($0, of: stage, for: roles) }
      self.state = state
    }
    change(&state.machine)
    for alert in book.look(at: state, wall: wall ?? ts) {
      alerts.append(alert)
      said.append("\(minute) \(alert.state)")
    }
  }

  var open: [AlertBook.Raised] { book.open }
}

/// Lines of a session, without their time.
enum ScriptLine {
  static func equity(_ equity: Double, drawdown: Double) -> String {
    """
    strategy {"type":"equity","equity":\(equity),"cash":\(equity),"exposure":0.0,\
    "drawdown":\(drawdown),"open_positions":0,"buy_hold":10000.0}
    """
  }

  static func bar(_ close: Double, interval: String = "1m") -> String {
    """
    ingest {"type":"bar","symbol":"BTCUSDT","interval":"\(interval)","open":\(close),\
    "high":\(close),"low":\(close),"close":\(close),"volume":1.0}
    """
  }

  static let signal = """
    detect {"type":"signal","symbol":"BTCUSDT","interval":"1m","detector":"a","direction":"rise",\
    "strength":1.0}
    """

  static func opened(_ id: String, at entry: Timestamp) -> String {
    """
    strategy {"type":"position","id":"\(id)","symbol":"BTCUSDT","direction":"long",\
    "status":"open","quantity":1.0,"entry_price":100.0,"entry_ts":"\(entry)","detector":"a"}
    """
  }

  static func closed(_ id: String, at entry: Timestamp, pnl: Double) -> String {
    """
    strategy {"type":"position","id":"\(id)","symbol":"BTCUSDT","direction":"long",\
    "status":"closed","quantity":1.0,"entry_price":100.0,"entry_ts":"\(entry)","detector":"a",\
    "exit_price":101.0,"exit_ts":"\(entry + 60_000)","exit_reason":"tp_sl","pnl":\(pnl),\
    "fees":0.1,"bars":1,"mfe":0.01,"mae":0.0}
    """
  }

  static func fill(_ stage: String, _ id: String, at: Timestamp) -> String {
    """
    \(stage) {"type":"fill","id":"\(id)","order":"o","symbol":"BTCUSDT","side":"buy",\
    "price":100.0,"quantity":1.0,"fee":0.1,"position":"o","liquidity":"taker","at":"\(at)"}
    """
  }

  static func control(_ action: String) -> String {
    #"broker {"type":"control","action":"\#(action)","reason":"a look","who":"ann"}"#
  }

  static func alert(_ rule: String, _ state: String, value: Double) -> String {
    """
    broker {"type":"alert","level":"warning","rule":"\(rule)","state":"\(state)",\
    "value":\(value),"limit":1.0,"text":"the venue says so"}
    """
  }
}
