import SFCommands
import SFDatabases
import SFTool

@main enum Main {
  static func main() {
    Companion.takeOver(from: IngestCommand.toolName)
    Databases.link()
    Tool.main(IngestCommand.self)
  }
}
