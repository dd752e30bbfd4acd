import SFCore
import SFStats

extension Report {
  /// What trading took from the gains, and how.
  func costs(_ page: PageRecord) -> Table {
    let trips = activity.roundTrips
    let gross = trips.pnl + trips.fees
    let notional = page.costs.notional.value
    let shortfall = page.costs.decidedFills > 0 ? page.costs.shortfall.value : nil
    func ofNotional(_ cost: Double?) -> Cell {
      .number(notional > 0 ? cost.map { $0 / notional * 10_000 } : nil)
    }
    let groups: [(title: String, figures: [(key: String, label: String, cell: Cell)])] = [
      (
        "round trips",
        [
          ("gross_pnl_quote", "pnl before fees, quote", .amount(gross)),
          ("round_trip_fees_quote", "fees, quote", .amount(trips.fees)),
          ("net_pnl_quote", "pnl after fees, quote", .amount(trips.pnl)),
          (
            "fees_of_gross_fraction", "fees, % of the pnl before them",
            .fraction(gross.double > 0 ? trips.fees.double / gross.double : nil)
          ),
        ]
      ),
      (
        "all fills",
        [
          ("traded_quote", "traded, quote", .number(notional)),
          ("fees_quote", "fees, quote", .amount(activity.fees.quote)),
          ("fees_bps", "fees, bp of what was traded", ofNotional(activity.fees.quote.double)),
          ("taker_fills", "as taker", .count(page.costs.takerFills)),
          ("maker_fills", "as maker", .count(page.costs.makerFills)),
        ]
      ),
      (
        "from decision to fill",
        [
          ("shortfall_quote", "shortfall, quote", .number(shortfall)),
          ("shortfall_bps", "shortfall, bp of what was traded", ofNotional(shortfall)),
        ]
      ),
    ]
    var sections: [Table.Section] = []
    for group in groups {
      let start = sections.last?.columns.upperBound ?? 0
      sections.append(
        Table.Section(title: group.title, columns: start..<start + group.figures.count))
    }
    let figures = groups.flatMap(\.figures)
    return Table(
      "costs", "costs", figures.map { Table.Column($0.key, $0.label) }, [figures.map(\.cell)],
      sections: sections)
  }
}
