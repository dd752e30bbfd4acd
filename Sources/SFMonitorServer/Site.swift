import Hummingbird
import HummingbirdTLS

enum Site {
  static func router() -> Router<BasicRequestContext> { Router() }
}
