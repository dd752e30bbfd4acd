import SFWire

/// What an ingest reads, before it is opened.
enum IngestInput {
  case bytes(any ByteSource)
  case market(SyntheticMarket)
  case bars(any BarSource)
  case supply(any BarSupply)

  func open(_ options: IngestOptions, _ tally: Tally) throws -> Rows {
    switch self {
    case .bytes(let bytes): try Rows.open(bytes, options, tally)
    case .market(let market): SyntheticRows(market)
    case .bars(let source): SourcedRows(source)
    case .supply(let supply): SuppliedRows(supply, options, tally)
    }
  }
}
