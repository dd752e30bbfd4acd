#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The file of a program that a pipeline names.
enum ProgramFile {
  /// Where the program is, as a shell would find it; `nil` for the project's own tools, which say of
  /// themselves what they are, and for what is not there.
  static func path(of command: String) -> String? {
    let name = SweepMode.tool(of: command)
    guard !name.hasPrefix("sf-"), name != "tee" else { return nil }
    if command.contains("/") { return isProgram(command) ? command : nil }
    let folders = getenv("PATH").map { String(cString: $0) } ?? ""
    return folders.split(separator: ":").map { "\($0)/\(command)" }.first(where: isProgram)
  }

  private static func isProgram(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      && access(path, X_OK) == 0
  }
}
