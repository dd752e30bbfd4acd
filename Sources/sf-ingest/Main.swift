import SFCommands
import SFDatabases
import SFTool

@main enum Main {
  static func main() {
    Companion.takeOver(from: IngestCommand.toolName)
    Databases.link()
    let words = CommandLine.arguments.dropFirst()  // a file is ./check or ./sniff
    if words.first == "check" { Tool.main(IngestCheckCommand.self, Array(words.dropFirst())) }
    if words.first == "sniff" { Tool.main(IngestSniffCommand.self, Array(words.dropFirst())) }
    Tool.main(IngestCommand.self)
  }
}
