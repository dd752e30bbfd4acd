import Foundation
import SFTestSupport
import Testing

/// Every tool on every sort of input, whole and damaged: it ends in order, or says in a sentence why
/// not. Never by a signal, not at all, with hundreds of megabytes, or with a status of its own.
///
/// `SF_FUZZ_ROUNDS` says how many damaged inputs each target is given, `SF_FUZZ_SEED` which. What a
/// fault was found with goes into the corpus, where it is tried each time:
/// `Tests/FuzzTests/Corpus/<sort>/<what it is>`.
@Suite struct FuzzTests {
  private static let rounds = number("SF_FUZZ_ROUNDS", or: 6)
  private static let seed = UInt64(number("SF_FUZZ_SEED", or: 1))

  private static func number(_ variable: String, or standard: Int) -> Int {
    ProcessInfo.processInfo.environment[variable].flatMap { Int($0) } ?? standard
  }

  /// The inputs of a sort, by name.
  private static func corpus(_ sort: String) throws -> [(name: String, bytes: [UInt8])] {
    let folder = Shell.project.appendingPathComponent("Tests/FuzzTests/Corpus/\(sort)")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
      (name, Array(try Data(contentsOf: folder.appendingPathComponent(name))))
    }
  }

  @Test(arguments: FuzzTarget.all)
  func `ends in order on what is in the corpus`(target: FuzzTarget) throws {
    for (name, bytes) in try Self.corpus(target.corpus) {
      let fault = try FuzzRun(target: target, input: bytes).fault()
      #expect(fault == nil, "\(target.corpus)/\(name)")
    }
  }

  /// Each answer of an exchange damaged in its turn, the others whole.
  @Test func `ends in order on damaged answers of a server`() throws {
    let answers = try Self.corpus(FuzzTarget.exchange.corpus)
    for round in 0..<3 * Self.rounds {
      var mutation = Mutation(seed: Self.seed &* 1_000_003 &+ UInt64(round))
      var bodies = answers
      let damaged = round % bodies.count
      bodies[damaged].bytes = mutation.apply(to: bodies[damaged].bytes, bodies[0].bytes)
      let server = try LocalServer { [bodies] request in
        let name = request.path.split(separator: "/").last.map { "\($0).json" }
        guard let body = bodies.first(where: { $0.name == name }) else {
          return ServerReply("", status: 404)
        }
        return ServerReply(body.bytes)
      }
      defer { server.stop() }
      let fault = try FuzzRun(target: .exchange, input: [], url: server.url).fault()
      let text = String(decoding: bodies[damaged].bytes, as: UTF8.self)
      try #require(fault == nil, "\(bodies[damaged].name), round \(round): \(text)")
    }
  }

  @Test(arguments: FuzzTarget.all)
  func `ends in order on what is damaged`(target: FuzzTarget) throws {
    let inputs = try Self.corpus(target.corpus)
    for round in 0..<Self.rounds {
      var mutation = Mutation(seed: Self.seed &* 1_000_003 &+ UInt64(round))
      let input = inputs[round % inputs.count].bytes
      let bytes = mutation.apply(to: input, inputs[(round / 2) % inputs.count].bytes)
      guard let fault = try FuzzRun(target: target, input: bytes).fault() else { continue }
      let kept = FileManager.default.temporaryDirectory
        .appendingPathComponent("sf-fuzz-\(target.corpus)-\(Self.seed)-\(round)")
      try Data(bytes).write(to: kept)
      Issue.record("\(target.command): \(fault); kept in \(kept.path)")
      return
    }
  }
}
