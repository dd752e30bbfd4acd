import SFCommands
import SFCore
import SFEngine
import SFTool

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The files whose bytes trials depend on, and what their tools are told elsewhere.
///
/// A file is any word of the pipeline that names one, also behind `--store=` or within a text such as
/// that of `sh -c`, any of a configuration or a variable, and each program that is not the project's. A
/// store of SQLite or DuckDB is its file and the log of what is
/// committed and not yet in it. What comes from elsewhere, as from a network, or what a program reads
/// without being told, is not known before it is read, and not covered.
package struct InputFiles {
  /// What is the same for all trials: digests, and words that were said elsewhere.
  let ofAll: [String]
  /// Words with parameters in them, which can name another file in each trial.
  private let varying: [PipelineTemplate]
  private let digests = Digests()

  init(of template: PipelineTemplate, _ configuration: String?, jobs: Int) throws {
    // A text that is no pipeline is said by the first trial, with its place.
    guard let parsed = try? PipelineText(template.text({ "\(Self.mark)\($0)\(Self.mark)" })) else {
      (ofAll, varying) = ([], [])
      return
    }
    let words = parsed.commands.flatMap { $0.words.dropFirst() } + [parsed.input].compactMap(\.self)
    let elsewhere = try parsed.commands.map { command in
      try BacktestPart.configuredWords(of: command.words, file: configuration)
    }
    let programs = parsed.commands.compactMap { ProgramFile.path(of: $0.words[0]) }
    let fixed = words.filter { !$0.contains(Self.mark) }
    let files = try (programs + fixed + Configuration.paths(configuration) + elsewhere.joined())
      .flatMap(Self.files)
    let found = try WorkerPool(jobs: jobs).map(files.count) { index in
      try TrialIdentity.digest(ofFile: files[index])
    }
    ofAll = found + elsewhere.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
    varying = try words.filter { $0.contains(Self.mark) }.map(Self.template)
  }

  /// The digests of the files that only this trial names.
  func ofTrial(_ trial: Trial) -> [String] {
    varying.flatMap { digests.of(word: $0.text(for: trial)) }
  }

  /// Stands around a parameter where words are told apart.
  private static let mark: Character = "\u{1}"

  private static func template(_ word: String) throws -> PipelineTemplate {
    let parts = word.split(separator: mark, omittingEmptySubsequences: false)
    _ = try value(of: word)
    return try PipelineTemplate(
      parts.enumerated().map { $0 % 2 == 1 ? "{\($1)}" : String($1) }.joined())
  }

  /// The files that a word names: none, one, a store and its log, or those of a text.
  fileprivate static func files(_ word: String) throws -> [String] {
    try FilePlaces.names(in: word).flatMap(file)
  }

  private static func file(_ word: String) throws -> [String] {
    let value = try value(of: word)
    let scheme = ["sqlite:", "duckdb:"].first { value.hasPrefix($0) }
    let path = String(value.dropFirst(scheme?.count ?? 0))
    guard !path.hasPrefix("-"), isRegularFile(path) else { return [] }
    return [path] + ["\(path)-wal", "\(path).wal"].filter { isRegularFile($0, butEmpty: false) }
  }

  /// What a word says: of an option what stands behind its `=`. Refuses a store without bytes.
  private static func value(of word: String) throws(ConfigurationError) -> String {
    var value = word[...]
    if word.hasPrefix("--"), let equals = word.firstIndex(of: "=") {
      value = word[word.index(after: equals)...]
    }
    let isOnServer = ["postgres://", "postgresql://"].contains(where: value.lowercased().hasPrefix)
    guard !isOnServer else {
      throw ConfigurationError(
        "the pipeline", "reads a store of PostgreSQL, which has no bytes for the ids of trials",
        help: "write its bars to a file first: sf-ingest --store postgres://… > bars.jsonl")
    }
    return String(value)
  }

  private static func isRegularFile(_ path: String, butEmpty: Bool = true) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      && (butEmpty || status.st_size > 0)
  }

  /// Digests of the words that trials had so far: many trials have the same.
  private final class Digests {
    private var known: [String: [String]] = [:]

    func of(word: String) -> [String] {
      if let digests = known[word] { return digests }
      let digests: [String]
      do {
        digests = try InputFiles.files(word).map(TrialIdentity.digest(ofFile:))
      } catch {
        // The trial meets the same and says it.
        digests = ["\(error)"]
      }
      known[word] = digests
      return digests
    }
  }
}
