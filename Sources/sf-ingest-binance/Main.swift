import SFDatabases
import SFHistory
import SFTool
#if STREAMS
  import SFSocket
#endif
@main enum Main {
  static func main() {
    Databases.link()
    #if STREAMS
      WebSocketClient.link()
    #endif
    Tool.main(BinanceCommand.self)
  }
}
