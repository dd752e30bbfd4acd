import Logging
import SFCore
import SFWire
import SFRun

/// Runs stages over a stream in memory and returns what they write.
public enum InMemory {
  public static let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  /// The lines that come out of these stages; the stream is a text of lines.
  ///
  /// With a seed, every stage is encoded and decoded again at random marks, which must change
  /// nothing.
  public static func run(
    _ text: String, _ links: [Chain.Link], resumingWithSeed seed: UInt64? = nil
  ) throws -> String {
    let sink = MemorySink()
    var chain = Chain(
      WireSource(MemorySource(text)), links, [Tap(after: links.count, to: sink)])
    if let seed {
      var generator = SeededGenerator(seed: seed)
      chain.afterMark = { stages in
        guard generator.next() % 7 == 0 else { return }
        stages = try stages.map(resumed)
      }
    }
    _ = try chain.run()
    return sink.text
  }

  /// The stage, encoded and decoded again.
  public static func resumed(_ stage: any Stage) throws -> any Stage {
    func copy<S: Stage>(_ stage: S) throws -> S { try Checkpoint.resumed(stage) }
    return try copy(stage)
  }
}
