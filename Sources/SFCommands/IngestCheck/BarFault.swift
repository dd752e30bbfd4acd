import SFCore

/// What can be wrong with stored bars.
enum BarFault: String, CaseIterable {
  case unreadable
  case outOfOrder = "out_of_order"
  case duplicate
  case conflict
  case wrongInterval = "wrong_interval"
  case gap
  case price
  case volume
  case highLow = "high_low"
  case spike
  case jump
  case stuck
  case noVolume = "no_volume"

  /// What it means, for `--help`.
  var summary: String {
    switch self {
    case .unreadable: "a line that cannot be read"
    case .outOfOrder: "a bar earlier than the one before it"
    case .duplicate: "a bar that comes twice"
    case .conflict: "two bars of one time that disagree"
    case .wrongInterval: "a bar off the grid of its interval"
    case .gap: "bars that are missing"
    case .price: "a price of 0 or less"
    case .volume: "a volume below 0"
    case .highLow: "high below low, or open or close outside of them"
    case .spike: "a price far from the close before it, by the robust z-score"
    case .jump: "closes at ten times or a tenth of the price, and back"
    case .stuck: "so many bars in a row whose prices are all the same"
    case .noVolume: "a volume of 0"
    }
  }
}

/// One thing that is wrong, and where.
struct BarFinding {
  let fault: BarFault
  let line: Int
  let column: Int
  /// The time as the file says it; `nil` for a line that cannot be read.
  let time: Timestamp?
  /// How bad it is: bars missing or stuck, or the z-score; `nil` where there is no more or less.
  var size: Double?
  let message: String
}
