import SFCommands
import SFDatabases
import SFTool

@main enum Main {
  static func main() {
    Companion.takeOver(from: IngestCommand.toolName)
    Databases.link()
    let words = CommandLine.arguments.dropFirst()
    // A file of that name is ./check or ./sniff.
    switch words.first {
    case "check": Tool.main(IngestCheckCommand.self, Array(words.dropFirst()))
    case "sniff": Tool.main(IngestSniffCommand.self, Array(words.dropFirst()))
    default: Tool.main(IngestCommand.self)
    }
  }
}
