import ArgumentParser
import SFFetch

/// How a tool is known to those from whom it fetches over a network, and knows them.
public struct CurveOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The own pair of keys, as sf-serve --make-keys writes it.", valueName: "file"))
  public var curveKey: String?

  @Option(
    help: ArgumentHelp(
      "The public keys of those who are asked: KEY, or KEY tcp://HOST:PORT, a line.",
      valueName: "file"))
  public var serverKeys: String?

  public init() {}

  /// The own keys; `nil` where none were given.
  public func keys() throws -> CurveKeys? { try curveKey.map { try CurveKeys(file: $0) } }

  /// The keys of those who are asked; `nil` where none were given.
  public func servers() throws -> PublicKeys? { try serverKeys.map { try PublicKeys(file: $0) } }

  /// The options again, for a process that is started.
  public var words: [String] {
    (curveKey.map { ["--curve-key", $0] } ?? []) + (serverKeys.map { ["--server-keys", $0] } ?? [])
  }

  /// Both; `nil` where one is lacking.
  package func credentials() throws -> FetchConnection.Credentials? {
    guard let keys = try keys(), let servers = try servers() else { return nil }
    return .init(keys: keys, servers: servers)
  }
}
