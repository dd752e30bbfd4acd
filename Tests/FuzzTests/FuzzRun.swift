import Foundation
import SFCore
import SFRun
import SFTestSupport
import SFTransport

/// One run of a tool over one input, and what is wrong with how it ended.
struct FuzzRun {
  let target: FuzzTarget
  let input: [UInt8]
  /// Of the server that the tool asks, if it asks one.
  var url = ""

  /// Of data and heap, in KiB: what a small input may cost.
  private static let memory = 300 * 1_024
  /// How long nothing may move.
  private static let patience = TimeSpan.seconds(30)
  private static let corpus = Shell.project.appendingPathComponent("Tests/FuzzTests/Corpus")

  /// What the tool did that none may; `nil` when all is well.
  func fault() throws -> String? {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-fuzz-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("input")
    try Data(input).write(to: file)
    let word = target.input == .file ? file.path : self.word
    // Programs of the machine are not for a damaged text to start.
    let script = """
      ulimit -d \(Self.memory); cd "$2"; CORPUS='\(Self.corpus.path)'; URL='\(url)'
      PATH='\(Shell.tools.path)':"$2"; XDG_CONFIG_HOME="$2"; export PATH XDG_CONFIG_HOME
      cp() { /bin/cp "$@"; }; mkdir() { /bin/mkdir "$@"; }
      \(target.command)
      """
    let child = try PipedProcess(["/bin/sh", "-c", script, "sh", word, folder.path], SystemClock())
    child.closeInput()
    switch child.serve(patience: Self.patience, until: { _ in false }) {
    case .stuck: return "does not end"
    case .tooMuch: return child.excess
    case .done: return try fault(child, in: folder)
    }
  }

  /// The input as an argument, which holds no zero and is of a length that the system takes.
  private var word: String {
    String(decoding: input.filter { $0 != 0 }.prefix(60_000), as: UTF8.self)
  }

  private func fault(_ child: PipedProcess, in folder: URL) throws -> String? {
    let said = String(decoding: child.errors, as: UTF8.self)
    let status = child.status ?? -1
    guard let known = ExitStatus(rawValue: status), known != .bug else {
      return "ends with status \(status): \(said.suffix(300))"
    }
    if status >= 64, !said.contains("error: ") { return "ends with \(status) and no sentence" }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    if let left = names.first(where: { $0.hasSuffix(".tmp") }) { return "leaves '\(left)'" }
    switch target.promise {
    case .ends: return nil
    case .keepsLines: return status == 0 ? lostLine(child.output) : nil
    case .writesWhole:
      let isThere = names.contains("out")
      // What a run has not to show needs no page.
      return isThere && status >= 64 && status != 65 ? "leaves a file and ends with \(status)" : nil
    }
  }

  /// A line of the input that is not in the output, in order. To a header stages add themselves.
  private func lostLine(_ output: [UInt8]) -> String? {
    var rest = output.split(separator: 10)[...]
    let header = Array("\"header\"".utf8)
    for line in input.split(separator: 10)
    where !line.allSatisfy({ [9, 13, 32].contains($0) }) && line.firstRange(of: header) == nil {
      guard let place = rest.firstIndex(where: { $0 == line }) else {
        return "loses '\(String(decoding: line, as: UTF8.self).shown())'"
      }
      rest = rest[(place + 1)...]
    }
    return nil
  }
}
