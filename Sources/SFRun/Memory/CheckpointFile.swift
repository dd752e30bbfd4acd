import SFCore
import SFWire

/// The memory of a run as a file: a line that says whose it is, then the memory.
///
///     {"checkpoint":1,"mark":"2026-01-05T10:00:00.000Z","configuration":"5f0c…","sum":"91ab…"}
///     …
///
/// `configuration` is a hash of what the stages were told, `sum` one of the bytes behind the line.
public struct CheckpointFile {
  public let memory: RunMemory
  private let configuration: String

  private static let format = 1

  /// `links` are those of the chain, as they were before its first step.
  public init(_ memory: RunMemory, configuration: String) {
    self.memory = memory
    self.configuration = configuration
  }

  public var bytes: [UInt8] {
    get throws {
      let content = try MemoryEncoder.bytes(of: memory)
      let line =
        "{\"checkpoint\":\(Self.format),\"mark\":\"\(memory.mark)\","
        + "\"configuration\":\"\(configuration)\",\"sum\":\"\(Fingerprint(of: content))\"}\n"
      return Array(line.utf8) + content
    }
  }

  /// Reads what a run of the same configuration has saved; `name` is what messages call it.
  public init(_ bytes: [UInt8], name: String, configuration: String, of links: [Chain.Link]) throws
  {
    let end = bytes.firstIndex(of: 10) ?? bytes.endIndex
    let content = Array(bytes[end...].dropFirst())
    let head: JSONValue
    do { head = try Line.withLine(of: Array(bytes[..<end])) { try JSONValue($0) } } catch {
      throw CheckpointError(name, "is no checkpoint")
    }
    guard head["checkpoint"]?.integer == Self.format else {
      throw CheckpointError(
        name, "has another format, expected \(Self.format)", status: .protocolMismatch)
    }
    guard head["sum"]?.string == Fingerprint(of: content).description else {
      throw CheckpointError(name, "is damaged")
    }
    do { memory = try MemoryDecoder.value(RunMemory.self, of: content) } catch {
      throw CheckpointError(name, "cannot be understood: \(error)", status: .protocolMismatch)
    }
    guard head["configuration"]?.string == configuration else {
      throw CheckpointError(
        name, "is of another configuration\(Self.difference(memory.entries, links.map(\.entry)))",
        status: .configuration, help: "start from the beginning in another directory")
    }
    self.configuration = configuration
  }

  /// The hash of what stages are told: their entries in the header without what does not change
  /// their lines, or what a stage without an entry is before its first step.
  public static func configuration(of links: [Chain.Link]) throws -> String {
    var hash = Fingerprint()
    for link in links {
      guard let entry = link.entry else {
        hash.add(try MemoryEncoder.bytes(of: link.stage))
        continue
      }
      var text = ByteBuffer(capacity: 1_024)
      HeaderLine.write(Header(stages: [entry.withoutPlaces]), to: &text)
      hash.add(text.bytes)
    }
    return hash.description
  }

  /// The first setting that differs, for people.
  private static func difference(_ old: [StageEntry?], _ new: [StageEntry?]) -> String {
    for (old, new) in zip(old, new) {
      guard let old = old?.withoutPlaces, let new = new?.withoutPlaces else { continue }
      if old.name != new.name { return ", that of \(old.name)" }
      for setting in new.config where !old.config.contains(setting) {
        return ": '\(setting.key)' of \(old.name) was another"
      }
    }
    return ""
  }
}

extension StageEntry {
  /// What makes its lines what they are: neither its version nor from where it reads.
  package var withoutPlaces: StageEntry {
    var entry = self
    entry.version = ""
    entry.config.removeAll { $0.key == "input" }
    return entry
  }
}

/// A checkpoint that cannot be gone on from.
public struct CheckpointError: ReportableError, Equatable {
  public let exitStatus: ExitStatus
  public let message: String
  public let help: String?

  init(_ name: String, _ reason: String, status: ExitStatus = .badData, help: String? = nil) {
    exitStatus = status
    message = "'\(name)' \(reason)"
    self.help = help
  }
}
