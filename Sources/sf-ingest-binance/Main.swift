import SFDatabases
import SFHistory
import SFTool

@main enum Main {
  static func main() {
    Databases.link()
    Tool.main(BinanceCommand.self)
  }
}
