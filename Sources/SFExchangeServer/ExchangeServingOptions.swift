import ArgumentParser
import SFCore
import SFTool

/// Where the exchange is to be found, and how its time goes by.
struct ExchangeServingOptions: ParsableArguments {
  @Option(help: "The address to listen at.")
  var address = "127.0.0.1"

  @Option(help: "The port of the API; 0 for any that is free.")
  var port = 8090

  @Option(
    help:
      "The port of connections that stay, which are let in at the other, too; 0 for any that is free."
  )
  var socketPort = 8092

  @Option(help: "The port of who runs it, on this machine only; 0 for any that is free.")
  var adminPort = 8091

  @Option(
    help: ArgumentHelp(
      "Serve by TLS with this certificate, in PEM, and --tls-key.", valueName: "file"))
  var tlsCertificate: String?

  @Option(help: ArgumentHelp("The key of --tls-certificate, in PEM.", valueName: "file"))
  var tlsKey: String?

  @Option(help: "How time goes by: real, speed=60, or step.")
  var clock = ExchangePace.speed(1)

  @Option(help: "Stop after this much of the machine's time. [default: when it is told to]")
  var `for`: TimeSpan?

  @Option(
    help: ArgumentHelp("Write every request and what it did to this file.", valueName: "file"))
  var journal: String?

  init() {}

  /// `nil` for a server without TLS.
  var certificate: Certificate? {
    guard let tlsCertificate, let tlsKey else { return nil }
    return Certificate(chain: tlsCertificate, key: tlsKey)
  }

  var ports: ExchangeServer.Ports {
    ExchangeServer.Ports(rest: port, sockets: socketPort, admin: adminPort)
  }

  func validate() throws {
    guard (tlsCertificate == nil) == (tlsKey == nil) else {
      throw ValidationError("--tls-certificate and --tls-key go together")
    }
    for port in [port, socketPort, adminPort] where !(0...65_535).contains(port) {
      throw ValidationError("a port must be 0 to 65535, is \(port)")
    }
  }
}

extension ExchangePace: ExpressibleByArgument {
  init?(argument: String) { self.init(argument) }

  var defaultValueDescription: String { text }
}
