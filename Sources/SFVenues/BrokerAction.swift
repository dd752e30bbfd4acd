/// What sf-broker is asked to do.
enum BrokerAction: String, CaseIterable {
  case virtual, binance, prove, kill, orders, fills, account, shortfall, status, halt, reduce
  case resume, exit, cancel, settle

  /// For `--help`.
  var usage: (words: String, meaning: String) {
    switch self {
    case .virtual: ("virtual --market FILE", "fills orders from the bars of a market")
    case .binance: ("binance --account FILE", "takes orders to Binance's spot market")
    case .prove: ("prove --account FILE", "shows at a testnet that it works")
    case .kill: ("kill --account FILE", "cancels all at Binance, and sells it")
    case .orders: ("orders LEDGER", "what was asked for, and what became of it")
    case .fills: ("fills LEDGER", "what was bought and sold")
    case .account: ("account LEDGER", "what was held, at each change")
    case .shortfall: ("shortfall LEDGER", "what fills cost against the market")
    case .status: ("status LEDGER", "what is let out, and what persons have said")
    case .halt: ("halt --ledger LEDGER", "lets nothing out but cancels")
    case .reduce: ("reduce --ledger LEDGER", "lets exits out, and no entries")
    case .resume: ("resume --ledger LEDGER", "lets out all again")
    case .exit: ("exit POSITION", "closes a position at the market")
    case .cancel: ("cancel ORDER", "takes back an order")
    case .settle: ("settle POSITION --price P", "books what became of it elsewhere")
    }
  }
}
