import Logging
import SFCore
import SFWire
import SFRun

/// Runs stages over a stream in memory and returns what they write.
public enum InMemory {
  public static let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  /// The lines that come out of these stages; the stream is a text of lines.
  ///
  /// With a seed, what the run remembers is encoded and decoded again at random marks, which must
  /// change nothing.
  public static func run(
    _ text: String, _ links: [Chain.Link], resumingWithSeed seed: UInt64? = nil
  ) throws -> String {
    let sink = MemorySink()
    var chain = Chain(
      WireSource(MemorySource(text)), links, [Tap(after: links.count, to: sink)])
    if let seed {
      var generator = SeededGenerator(seed: seed)
      chain.atMark = { chain in
        guard generator.next() % 7 == 0, let memory = try chain.commit() else { return }
        try chain.recall(resumed(memory))
      }
    }
    _ = try chain.run()
    return sink.text
  }

  /// What a run remembers, encoded and decoded again.
  public static func resumed(_ memory: RunMemory) throws -> RunMemory {
    try MemoryDecoder.value(RunMemory.self, of: MemoryEncoder.bytes(of: memory))
  }
}
