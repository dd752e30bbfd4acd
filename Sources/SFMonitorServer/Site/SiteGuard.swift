import Hummingbird
import SFTransport

/// Who may look, and who may say something.
struct SiteGuard: RouterMiddleware {
  typealias Context = BasicRequestContext

  /// `nil` where everybody on this machine may look.
  let token: String?
  /// Whether a token is asked for before anything is shown.
  let isClosed: Bool

  func handle(
    _ request: Request, context: BasicRequestContext,
    next: (Request, BasicRequestContext) async throws -> Response
  ) async throws -> Response {
    if isClosed {
      guard allows(request) else {
        var response = Response(status: .unauthorized)
        response.headers[.wwwAuthenticate] = "Basic realm=\"sf-monitor\""
        return response
      }
    } else if !isAskedHere(request) {
      // A page of elsewhere may have its own name lead here, and would read what is shown.
      return Response(status: .forbidden)
    }
    var response = try await next(request, context)
    if response.headers[.contentSecurityPolicy] == nil {
      response.headers[.contentSecurityPolicy] = """
        default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
        img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
        """
    }
    response.headers[.xContentTypeOptions] = "nosniff"
    response.headers[.cacheControl] = "no-store"
    return response
  }

  /// Whether a request has the token, as `Bearer TOKEN` or as the password of `Basic`.
  func allows(_ request: Request) -> Bool {
    guard let token, let given = request.headers[.authorization] else { return false }
    if given.hasPrefix("Bearer ") { return Self.isEqual(String(given.dropFirst(7)), token) }
    guard given.hasPrefix("Basic "), let pair = Base64Text.bytes(String(given.dropFirst(6))),
      let colon = pair.firstIndex(of: UInt8(ascii: ":"))
    else { return false }
    return Self.isEqual(String(decoding: pair[(colon + 1)...], as: UTF8.self), token)
  }

  /// Takes as long whatever is equal: nobody learns a token byte by byte.
  private static func isEqual(_ a: String, _ b: String) -> Bool {
    let (a, b) = (Array(a.utf8), Array(b.utf8))
    var difference = a.count ^ b.count
    for index in 0..<max(a.count, b.count) {
      difference |= Int((index < a.count ? a[index] : 0) ^ (index < b.count ? b[index] : 0))
    }
    return difference == 0
  }

  private func isAskedHere(_ request: Request) -> Bool {
    guard let authority = request.head.authority else { return false }
    let host = authority.hasPrefix("[") ? "[::1]" : String(authority.prefix { $0 != ":" })
    return SiteAddress.isLoopback(host)
  }
}
