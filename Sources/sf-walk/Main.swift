import SFDatabases
import SFSweep
import SFTool

@main enum Main {
  static func main() {
    Databases.link()
    Tool.main(WalkCommand.self)
  }
}
