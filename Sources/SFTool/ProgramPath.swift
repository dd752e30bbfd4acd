#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where programs are, as a shell would find them.
package enum ProgramPath {
  /// The directories in which a name without a slash is looked for.
  package static var directories: [String] { text.split(separator: ":").map(String.init) }

  /// As the environment has it; what shells look through where it has none.
  package static var text: String {
    getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
  }

  /// The files that may be meant by a word that names a program, those to be tried first in front.
  package static func candidates(_ word: String) -> [String] {
    word.contains("/") ? [word] : directories.map { "\($0)/\(word)" }
  }

  /// The file that would be started; `nil` where there is none that may be.
  package static func find(_ word: String) -> String? {
    candidates(word).first { isFile($0) && access($0, X_OK) == 0 }
  }

  package static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
