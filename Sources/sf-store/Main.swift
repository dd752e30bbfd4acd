import SFCommands
import SFDatabases
import SFTool

@main enum Main {
  static func main() {
    Databases.link()
    Tool.main(StoreCommand.self)
  }
}
