import SFEngine
import SFTool

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The files whose bytes a trial depends on.
enum InputFiles {
  /// The SHA-256 of each word of the pipeline that is a file, in the order of the text. A word
  /// with a parameter in it is told apart by the parameter. Files with options are inputs, too.
  static func digests(
    of template: PipelineTemplate, _ configuration: String?, jobs: Int
  ) throws -> [String] {
    // Places are words to the shell's eye once they are filled with one.
    let text = template.text { _ in "0" }
    // A text that is no pipeline is said by the first trial, with its place.
    guard let parsed = try? PipelineText(text) else { return [] }
    let options = Configuration.paths(configuration)
    let words = parsed.commands.flatMap { $0.words.dropFirst() } + [parsed.input].compactMap(\.self)
    let files = (words + options).filter { !$0.hasPrefix("-") && isRegularFile($0) }
    return try WorkerPool(jobs: jobs).map(files.count) { index in
      try TrialIdentity.digest(ofFile: files[index])
    }
  }

  private static func isRegularFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
