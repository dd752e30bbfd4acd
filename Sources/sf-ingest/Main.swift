import SFCommands
import SFTool

#if STORES
  import SFDatabases
#endif

@main enum Main {
  static func main() {
    Companion.takeOver(from: IngestCommand.toolName)
    #if STORES
      Databases.link()
    #endif
    let words = CommandLine.arguments.dropFirst()  // a file is ./check or ./sniff
    if words.first == "check" { Tool.main(IngestCheckCommand.self, Array(words.dropFirst())) }
    if words.first == "sniff" { Tool.main(IngestSniffCommand.self, Array(words.dropFirst())) }
    Tool.main(IngestCommand.self)
  }
}
