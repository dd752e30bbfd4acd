import SFTool

/// The file of a program that a pipeline names.
enum ProgramFile {
  /// Where the program is, as a shell would find it; `nil` for the project's own tools, which say of
  /// themselves what they are, and for what is not there.
  static func path(of command: String) -> String? {
    let name = SweepMode.tool(of: command)
    return name.hasPrefix("sf-") || name == "tee" ? nil : ProgramPath.find(command)
  }
}
