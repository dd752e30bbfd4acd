import SFCommands
import SFTool

#if STORES
  import SFDatabases
#endif

@main enum Main {
  static func main() {
    #if STORES
      Databases.link()
    #endif
    Tool.main(BacktestCommand.self)
  }
}
