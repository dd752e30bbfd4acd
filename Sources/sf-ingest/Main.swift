import SFCommands
import SFDatabases
import SFTool

@main enum Main {
  static func main() {
    Companion.takeOver(from: IngestCommand.toolName)
    Databases.link()
    let words = CommandLine.arguments.dropFirst()
    // A file of that name is ./check.
    guard words.first == "check" else { Tool.main(IngestCommand.self) }
    Tool.main(IngestCheckCommand.self, Array(words.dropFirst()))
  }
}
