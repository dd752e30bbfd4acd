import SFCore

/// What a session is made of and how it is kept: the file `config` of its directory.
///
///     {"type":"session","version":1,"sync":"step","keep_ms":null,"segment_bytes":67108864,"replay":false,"text_hash":null}
///     {"type":"stage","name":"ingest","words":["sf-ingest","a.csv"],"inputs":[],"origin":true, …}
public struct SessionPlan: Equatable, Sendable {
  /// When a journal is written to the disk.
  public enum Sync: String, CaseIterable, Sendable {
    /// Each step of an origin before anyone is shown it, and what was said from outside; the rest
    /// soon after.
    case step
    /// When the system does: for a rehearsal, which can be done again.
    case never
  }

  /// The form of the file.
  public static let version = 1

  /// A new segment of a journal begins behind so many bytes.
  public static let standardSegment = 64 << 20

  public var sync: Sync

  /// For how long segments are kept, in market time; `nil` for ever.
  public var keep: TimeSpan?

  /// A segment that has so many bytes is full.
  public var segmentBytes: Int

  /// Whether stored bars go through as fast as they can: a rehearsal.
  public var isReplay: Bool

  /// A hash of the text that the session runs; `nil` for stages that are served without one.
  public var textHash: String?

  /// The variables that spoke to stages when the session was begun, which they find in the place of
  /// those of later shells; `nil` for one that keeps none.
  public var variables: [Variable]?

  /// The run whose book goes on here, as it was asked for; `nil` for none, and where it was not
  /// copied.
  public var carried: String?

  public var stages: [StagePlan]

  /// A variable of a shell, with its value.
  public struct Variable: Equatable, Sendable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  public init(
    stages: [StagePlan], sync: Sync = .step, keep: TimeSpan? = nil,
    segmentBytes: Int = SessionPlan.standardSegment, isReplay: Bool = false, textHash: String? = nil
  ) {
    self.stages = stages
    self.sync = sync
    self.keep = keep
    self.segmentBytes = segmentBytes
    self.isReplay = isReplay
    self.textHash = textHash
  }
}

// MARK: - What takes turns

extension SessionPlan {
  /// The stages that read, by way of others, what they write: trader, risk gate and venue.
  package var loop: Set<String> {
    let readers = Dictionary(
      grouping: stages.flatMap { stage in stage.inputs.map { (from: $0.from, by: stage.name) } },
      by: \.from)
    return Set(
      stages.map(\.name).filter { name in
        var reached: Set<String> = []
        var next = [name]
        while let stage = next.popLast() {
          for reader in readers[stage] ?? [] where reached.insert(reader.by).inserted {
            next.append(reader.by)
          }
        }
        return reached.contains(name)
      })
  }
}

// MARK: - What cannot be served

extension SessionPlan {
  /// Fails where stages have no place of their own or read what is not there.
  public func validate() throws(ConfigurationError) {
    var names: Set<String> = []
    for stage in stages {
      guard Self.isName(stage.name) else {
        throw ConfigurationError(
          "the name '\(stage.name)'", "cannot be that of a directory",
          help: "use letters, digits, '.', '_' and '-'")
      }
      guard names.insert(stage.name).inserted else {
        throw ConfigurationError("the name '\(stage.name)'", "is that of two stages")
      }
      guard !stage.words.isEmpty else {
        throw ConfigurationError("the stage '\(stage.name)'", "has no command")
      }
    }
    for stage in stages { try validate(inputsOf: stage, among: names) }
  }

  private func validate(
    inputsOf stage: StagePlan, among names: Set<String>
  ) throws(ConfigurationError) {
    var inputs: Set<String> = []
    for input in stage.inputs {
      guard inputs.insert(input.name).inserted else {
        throw ConfigurationError(
          "the input '\(input.name)' of '\(stage.name)'", "is given twice")
      }
      guard Supplier(input.from) != .stage || names.contains(input.from) else {
        throw ConfigurationError(
          "'\(stage.name)'", "reads from '\(input.from)', which is no stage of the session",
          help: "a directory is written with a slash: ./\(input.from)")
      }
    }
    for input in stage.inputs.dropFirst()
    where !stage.words.contains(where: { $0.contains("{\(input.name)}") }) {
      throw ConfigurationError(
        "the input '\(input.name)' of '\(stage.name)'", "has no place in its command",
        help: "write {\(input.name)} where the command takes the path of a stream")
    }
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 64 && text.first != "." && text.first != "-"
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) }
  }
}

/// Whom an input comes from, by the text that names it.
enum Supplier: Equatable {
  case stage, directory, address

  init(_ text: String) {
    self = text.hasPrefix("tcp://") ? .address : text.contains("/") ? .directory : .stage
  }
}
