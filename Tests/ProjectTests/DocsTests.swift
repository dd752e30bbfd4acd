import SFTestSupport
import Testing

/// `bin/docs`, with a stand-in for the toolchain: what DocC says of the articles `bin/test` shows.
@Suite struct DocsTests {
  static let pages = ".build/plugins/Swift-DocC/outputs/SignalFlow.doccarchive"

  /// Puts a `swift` before all others that runs this line.
  private func withSwift(_ line: String, _ script: String) throws -> Shell.Result {
    try Project.withWorkplace { place in
      try Shell.run(
        """
        mkdir first && printf '#!/bin/sh\\n%s\\n' '\(line)' > first/swift && chmod +x first/swift
        PATH="$PWD/first:$PATH"
        \(script)
        """, in: place)
    }
  }

  @Test func `serve shows the pages, and a second one is told that the port is taken`() throws {
    let page = "\(Self.pages)/documentation/signalflow"
    let result = try withSwift(
      "mkdir -p \(page) && echo a page > \(page)/index.html",
      """
      port=$(python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])')
      bin/docs --serve --port "$port" 2> said &
      for _ in $(seq 100); do
        curl -sf "http://127.0.0.1:$port/documentation/signalflow/" && break
        sleep 0.1
      done
      bin/docs --serve --port "$port" || echo "exit $?"
      kill $!
      sed "s/$port/PORT/" said
      """)
    #expect(
      result.output == """
        a page
        exit 69
        docs: http://127.0.0.1:PORT/documentation/signalflow until you stop it (Ctrl-C)

        """, "\(result.error)")
    #expect(result.error.contains("is taken"))
  }

  @Test func `a warning of DocC is shown and fails it`() throws {
    let result = try withSwift(
      "case \"$*\" in *--warnings-as-errors*) echo a warning; exit 1; esac", "bin/docs")
    #expect(result.status == 1 && result.output.isEmpty)
    #expect(result.error.contains("a warning\ndocs: error: the documentation was not built"))
  }

  @Test(arguments: ["--port", "--port 80", "--port x", "--port 123456", "--pages", "trading"])
  func `refuses what it does not know`(arguments: String) throws {
    #expect(try withSwift("exit 1", "bin/docs \(arguments)").status == 64)
  }
}
