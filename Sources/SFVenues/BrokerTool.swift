import SFTool

/// `sf-broker`: a tool of several actions, each with options of its own.
public enum BrokerTool {
  /// Runs the action that the first argument names.
  public static func main() -> Never {
    let words = CommandLine.arguments.dropFirst()
    let rest = Array(words.dropFirst())
    switch words.first.flatMap(BrokerAction.init) {
    case .virtual: Tool.main(VirtualVenueCommand.self, rest)
    case .binance: Tool.main(BinanceVenueCommand.self, rest)
    case .prove: Tool.main(BinanceProveCommand.self, rest)
    case .kill: Tool.main(BinanceKillCommand.self, rest)
    case .orders: Tool.main(BrokerTableCommand<OrdersTable>.self, rest)
    case .fills: Tool.main(BrokerTableCommand<FillsTable>.self, rest)
    case .account: Tool.main(BrokerTableCommand<AccountTable>.self, rest)
    case .shortfall: Tool.main(BrokerTableCommand<ShortfallTable>.self, rest)
    case .status: Tool.main(BrokerTableCommand<StatusTables>.self, rest)
    case .halt: Tool.main(BrokerWordCommand<HaltWord>.self, rest)
    case .reduce: Tool.main(BrokerWordCommand<ReduceWord>.self, rest)
    case .resume: Tool.main(BrokerWordCommand<ResumeWord>.self, rest)
    case .exit: Tool.main(BrokerWordCommand<ExitWord>.self, rest)
    case .cancel: Tool.main(BrokerWordCommand<CancelWord>.self, rest)
    case .settle: Tool.main(BrokerWordCommand<SettleWord>.self, rest)
    case nil: Tool.main(BrokerCommand.self, Array(words))
    }
  }
}
