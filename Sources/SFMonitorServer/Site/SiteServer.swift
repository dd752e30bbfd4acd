import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import SFCore
import SFRun
import SFTool
import SFTransport
import Synchronization

/// The page and its kin, served by threads of their own until the process ends.
final class SiteServer: Sendable {
  private enum State {
    case starting
    case bound(Int)
    case failed(String)
  }

  private let state = Mutex(State.starting)
  /// Rung when it starts no longer.
  private let bell: Bell

  /// Binds the address, or fails with the reason (69).
  init(
    _ address: SiteAddress, _ tls: TLSConfiguration?, _ router: Router<BasicRequestContext>
  ) throws {
    bell = try Bell()
    let server: HTTPServerBuilder = try tls.map { try .tls(tlsConfiguration: $0) } ?? .http1()
    var quiet = Logger(label: "sf-monitor")
    quiet.logLevel = .critical
    let application = Application(
      router: router, server: server,
      configuration: ApplicationConfiguration(
        address: .hostname(address.bindHost, port: address.port), serverName: "sf-monitor"),
      onServerRunning: { channel in
        let port = channel.localAddress?.port ?? address.port
        self.become(.bound(port))
      }, logger: quiet)
    Task.detached {
      do { try await application.run() } catch { self.become(.failed("\(error)")) }
    }
    try wait(address)
  }

  /// The port that was bound: another one than was asked for, where that was 0.
  var port: Int {
    guard case .bound(let port) = state.withLock({ $0 }) else { return 0 }
    return port
  }

  private func become(_ new: State) {
    state.withLock { $0 = new }
    bell.ring()
  }

  private func wait(_ address: SiteAddress) throws {
    var awaited = WaitSet(stop: bell.descriptor)
    awaited.wait()
    guard case .failed(let reason) = state.withLock({ $0 }) else { return }
    throw TransportError(
      .unavailable, "cannot listen on \(address.host):\(address.port): \(reason)")
  }
}
