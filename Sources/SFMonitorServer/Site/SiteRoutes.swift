import Hummingbird
import NIOCore
import SFMonitor
import SFNotify
import SFWire

/// What is answered: figures, health, the page and its updates, and the words of a person.
enum SiteRoutes {
  /// How often a page is told what has changed.
  private static let pace = Duration.milliseconds(300)
  /// Turns without news after which something is sent all the same: who has gone is noticed.
  private static let quietTurns = 30

  static func router(
    _ board: Board, _ guarding: SiteGuard, _ desk: ControlDesk?
  ) -> Router<BasicRequestContext> {
    let router = Router(context: BasicRequestContext.self)
    router.add(middleware: guarding)
    router.get("/metrics") { _, _ in
      text(board.current.metrics, "text/plain; version=0.0.4; charset=utf-8")
    }
    router.get("/health") { _, _ in health(board.current.illness) }
    router.get("/") { _, _ in text(MonitorAssets.page, "text/html; charset=utf-8") }
    router.get("/monitor.css") { _, _ in text(MonitorAssets.style, "text/css; charset=utf-8") }
    router.get("/monitor.js") { _, _ in
      text(MonitorAssets.script, "text/javascript; charset=utf-8")
    }
    router.get("/snapshot") { _, _ in text(board.current.snapshot, "application/json") }
    router.get("/daily") { request, _ in daily(board, request) }
    router.get("/events") { _, _ in events(board) }
    guard let desk else { return router }
    router.post("/control") { request, _ in
      guard guarding.allows(request) else {
        return said("found no token, or another one", status: .unauthorized)
      }
      // Only a request that a browser has asked for first can say that it is JSON.
      guard request.headers[.contentType]?.hasPrefix("application/json") == true else {
        return said("found another type, expected application/json", status: .unsupportedMediaType)
      }
      let body = try await request.body.collect(upTo: 4_096)
      let answer = desk.answer(Array(body.readableBytesView))
      return said(answer.text, status: answer.isDone ? .ok : .badRequest)
    }
    return router
  }

  private static func text(
    _ text: String, _ type: String, status: HTTPResponse.Status = .ok
  ) -> Response {
    Response(
      status: status, headers: [.contentType: type],
      body: ResponseBody(byteBuffer: NIOCore.ByteBuffer(string: text)))
  }

  private static func said(_ words: String, status: HTTPResponse.Status) -> Response {
    text(
      JSONValue.object([.init(key: "text", value: .string(words))]).text, "application/json",
      status: status)
  }

  /// The report of a day: of the one that runs, or of the day before with `day=before`.
  private static func daily(_ board: Board, _ request: Request) -> Response {
    let parameters = request.uri.queryParameters
    let name = parameters["session"].map { String($0) }
    guard let watched = board.watched.first(where: { name == nil || $0.state.name == name }),
      let today = watched.state.book.days.day
    else { return text("no day of such a session is known\n", "text/plain", status: .notFound) }
    let day = parameters["day"] == "before" ? today - 1 : today
    var response = text(DailyReport(watched, day: day).page, "text/html; charset=utf-8")
    // A page that is one file has its style and script within.
    response.headers[.contentSecurityPolicy] = """
      default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; \
      base-uri 'none'; form-action 'none'; frame-ancestors 'none'
      """
    return response
  }

  private static func health(_ illness: [String]) -> Response {
    let value = JSONValue.object([
      .init(key: "healthy", value: .bool(illness.isEmpty)),
      .init(key: "reasons", value: .array(illness.map(JSONValue.string))),
    ])
    return text(
      value.text + "\n", "application/json", status: illness.isEmpty ? .ok : .serviceUnavailable)
  }

  private static func events(_ board: Board) -> Response {
    guard board.admit() else { return Response(status: .serviceUnavailable) }
    return Response(
      status: .ok, headers: [.contentType: "text/event-stream"],
      body: ResponseBody { writer in
        defer { board.release() }
        // Before anything was read there is nothing to be told.
        var seen = 0
        var quiet = 0
        while !Task.isCancelled {
          let content = board.current
          if content.version != seen {
            try await writer.write(
              NIOCore.ByteBuffer(string: "data: \(content.snapshot)\n\n"))
            (seen, quiet) = (content.version, 0)
          } else if quiet >= quietTurns {
            try await writer.write(NIOCore.ByteBuffer(string: ":\n\n"))
            quiet = 0
          }
          quiet += 1
          try await Task.sleep(for: pace)
        }
        try await writer.finish(nil)
      })
  }
}
