import NIOSSL
import SFCore
import SFTransport

/// The certificate of a server and its key, both files of PEM.
struct Certificate {
  let chain: String
  let key: String

  /// What connections are secured with.
  func context() throws -> NIOSSLContext {
    do {
      let certificates = try NIOSSLCertificate.fromPEMFile(chain)
      let key = try NIOSSLPrivateKey(file: key, format: .pem)
      return try NIOSSLContext(
        configuration: .makeServerConfiguration(
          certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key)))
    } catch {
      throw TransportError(
        .noInput, "cannot read the certificate '\(chain)' and its key '\(key)': \(error)",
        help: "both are files of PEM, and belong together")
    }
  }
}
