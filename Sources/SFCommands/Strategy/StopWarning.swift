import SFCore
import SFStrategy

/// Whether a sizer that risks a part of equity at a stop has an exit with that stop.
enum StopWarning {
  static func warnings(_ sizer: Arguments, _ exits: [Arguments]) -> [String] {
    guard sizer.spec.kind == ATRRiskSizer.kind else { return [] }
    let (multiple, atr) = (sizer.ratio("sl_atr_mult"), sizer.name("atr"))
    let hasStop = exits.contains { exit in
      switch exit.spec.kind {
      case "volatility": exit.optionalRatio("sl_atr_mult") == multiple && exit.name("atr") == atr
      case "trailing_stop":
        exit.optionalRatio("trail_atr_mult") == multiple && exit.name("atr") == atr
      default: false
      }
    }
    guard !hasStop else { return [] }
    return [
      "atr_risk sizes for a stop \(multiple) \(atr) away, and no exit has it: "
        + "add --exit volatility:sl_atr_mult=\(multiple),atr=\(atr)"
    ]
  }
}
