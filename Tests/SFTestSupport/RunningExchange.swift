import Foundation

/// An exchange that runs for a script, which finds its addresses in `$REST`, `$SOCKETS`,
/// `$API` and `$ADMIN`.
public enum RunningExchange {
  /// Runs the script in a directory of its own, with accounts.yaml, and ends the exchange.
  public static func with(
    _ options: String, in directory: URL? = nil, _ script: String
  ) throws -> Shell.Result {
    try Shell.run(
      """
      set -eu
      sf-exchange accounts > accounts.yaml
      sf-exchange serve --accounts accounts.yaml --port 0 --socket-port 0 --admin-port 0 --for 300s \\
        --journal journal.jsonl \(options) > where &
      exchange=$!
      trap 'kill $exchange 2>/dev/null || true' EXIT
      for _ in $(seq 1200); do [ -s where ] && break; sleep 0.05; done
      REST=$(jq -r .rest where) ADMIN=$(jq -r .admin where)
      SOCKETS=$(jq -r .streams where) API=$(jq -r .ws_api where)
      export REST ADMIN SOCKETS API
      \(script)
      """, in: directory)
  }

  /// The Python of a client's environment; `nil` where `bin/setup --tests` has not made it.
  public static func python(_ client: String) -> String? {
    let path = Shell.project.appendingPathComponent(".build-peers/clients/\(client)/bin/python")
      .path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

  public static let scripts = Shell.project.appendingPathComponent(
    "Tests/SFExchangeServerTests/Clients"
  )
  .path
}
