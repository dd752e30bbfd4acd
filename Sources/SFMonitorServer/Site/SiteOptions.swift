import ArgumentParser
import NIOSSL
import SFCore
import SFTool
import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where and for whom a page is served.
struct SiteOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Serve /metrics, /health and a page there, as 127.0.0.1:9100; port 0 for any.",
      valueName: "address"))
  var listen: String?

  @Option(
    help: ArgumentHelp("A file of one line that requests must show as a token.", valueName: "file"))
  var tokenFile: String?

  @Option(
    help: ArgumentHelp(
      "Serve by TLS with this certificate, in PEM, and --tls-key.", valueName: "file"))
  var tlsCertificate: String?

  @Option(help: ArgumentHelp("The key of --tls-certificate, in PEM.", valueName: "file"))
  var tlsKey: String?

  @Flag(
    help:
      "Let the page, with the token, and listed chats halt, reduce, resume and exit, with a confirmation."
  )
  var control = false

  init() {}

  func validate() throws {
    if (tlsCertificate == nil) != (tlsKey == nil) {
      throw ValidationError("--tls-certificate and --tls-key go together")
    }
    if listen == nil, tokenFile != nil || tlsKey != nil {
      throw ValidationError("--token-file and --tls-certificate go with --listen")
    }
  }

  /// Where to serve; `nil` for nowhere. What others could read or do is refused (77).
  func address() throws -> SiteAddress? {
    guard let address = try listen.map({ try SiteAddress($0) }) else { return nil }
    if !address.isLoopback, tokenFile == nil || tlsKey == nil {
      throw StageError(
        .refused, "cannot listen on \(address.host), which others reach, without a token and TLS",
        help: "give --token-file, --tls-certificate and --tls-key, or listen on 127.0.0.1")
    }
    if control, tokenFile == nil {
      throw StageError(
        .refused, "cannot take words without a token: any page of a browser here could say them",
        help: "give --token-file FILE")
    }
    return address
  }

  func token() throws -> String? {
    guard let file = tokenFile else { return nil }
    var status = stat()
    if stat(file, &status) == 0, status.st_mode & 0o077 != 0 {
      throw StageError(
        .refused, "cannot use the token in '\(file)': others can read it",
        help: "chmod 600 \(file)")
    }
    let text = try Endpoint.text(of: file).split(whereSeparator: \.isNewline).map(String.init)
    guard text.count == 1, text[0].utf8.count >= 16,
      text[0].utf8.allSatisfy({ $0 > 32 && $0 < 127 })
    else {
      throw StageError(
        .configuration, "found no token in '\(file)', expected one line of 16 characters or more",
        help: "for example: openssl rand -hex 24 > \(file)")
    }
    return text[0]
  }

  func tls() throws -> TLSConfiguration? {
    guard let tlsCertificate, let tlsKey else { return nil }
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(tlsCertificate)
      let key = try NIOSSLPrivateKey(file: tlsKey, format: .pem)
      return TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    } catch {
      throw StageError(
        .configuration, "cannot use the certificate '\(tlsCertificate)' and its key: \(error)")
    }
  }
}
