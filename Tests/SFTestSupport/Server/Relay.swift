import Foundation

/// A process between a client and a server of this machine: it ends TLS, or it is a proxy.
///
/// TLS is that of Python, certificates are made by openssl: both are others than a client under test
/// has.
public final class Relay {
  public enum Kind {
    /// Takes TLS with the certificate of this name and hands the plain bytes on.
    case tls(name: String, Certificates)
    /// Takes `CONNECT` and connects to the server, whatever host is asked for.
    case proxy
  }

  public let port: UInt16
  private let process = Process()
  private let output = Foundation.Pipe()
  /// Closed at the end of the test, whatever ends it: the process then ends too.
  private let input = Foundation.Pipe()

  /// Listens on a free port, and hands on to `port` of this machine.
  public init(_ kind: Kind, to port: UInt16) throws {
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", Self.program, "\(port)"]
    if case .tls(let name, let certificates) = kind {
      process.arguments? += [
        certificates.path(of: "\(name).pem"), certificates.path(of: "\(name).key"),
      ]
    }
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var line = ""
    while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 10 {
      line.unicodeScalars.append(Unicode.Scalar(byte))
    }
    guard let port = UInt16(line) else { throw CocoaError(.executableLoad) }
    self.port = port
  }

  deinit {
    // A signal would not do: tests run on threads that block them, and a child inherits that.
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// With a certificate it ends TLS, without it is a proxy. Ends with its standard input.
  private static let program = """
    import os, socket, ssl, sys, threading
    target = int(sys.argv[1])
    context = None
    if len(sys.argv) > 2:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])
    def pump(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
    def serve(client):
        try:
            if context:
                client = context.wrap_socket(client, server_side=True)
            else:
                head = b''
                while b'\\r\\n\\r\\n' not in head:
                    data = client.recv(1)
                    if not data:
                        return
                    head += data
                if not head.startswith(b'CONNECT '):
                    client.sendall(b'HTTP/1.1 405 Only CONNECT\\r\\nContent-Length: 0\\r\\n\\r\\n')
                    return
                client.sendall(b'HTTP/1.1 200 Connected\\r\\n\\r\\n')
            server = socket.create_connection(('127.0.0.1', target))
        except OSError:
            client.close()
            return
        threading.Thread(target=pump, args=(client, server), daemon=True).start()
        pump(server, client)
    def watch():
        sys.stdin.read()
        os._exit(0)
    threading.Thread(target=watch, daemon=True).start()
    listener = socket.create_server(('127.0.0.1', 0))
    print(listener.getsockname()[1], flush=True)
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
    """
}

/// An authority and the certificates that it signed, made by openssl in a directory of their own.
public final class Certificates {
  private let directory: URL

  /// Each name gets one: `localhost`, `api.binance.com`.
  public init(for names: [String]) throws {
    directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-certificates-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    var script = """
      set -e
      new() { openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes "$@" 2>/dev/null; }
      new -x509 -days 2 -subj '/CN=SignalFlow tests' -keyout authority.key -out authority.pem

      """
    for name in names {
      script += """
        new -subj '/CN=\(name)' -keyout \(name).key -out \(name).csr
        printf 'subjectAltName=DNS:\(name)\\n' > \(name).ext
        openssl x509 -req -days 2 -in \(name).csr -CA authority.pem -CAkey authority.key \
        -CAcreateserial -extfile \(name).ext -out \(name).pem 2>/dev/null

        """
    }
    let made = try Shell.run(script, in: directory)
    guard made.status == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  /// The file to trust.
  public var authority: String { path(of: "authority.pem") }

  func path(of file: String) -> String { directory.appendingPathComponent(file).path }
}
