import SFCore

let channelDefinitions = [
  Definition("keltner:6,1.5,4", "keltner_6_1p5_4_upper") { bars in
    bars.close.ema(6) + 1.5 * bars.trueRange.wilder(4)
  },
  Definition("keltner:3,2,9", "keltner_3_2_9_lower") { bars in
    bars.close.ema(3) - 2.0 * bars.trueRange.wilder(9)
  },
  Definition("keltner:6,1.5,4", "keltner_6_1p5_4_middle") { bars in bars.close.ema(6) },
  Definition("chandelier:7,2", "chandelier_7_2_long") { bars in
    bars.high.highest(7) - 2.0 * bars.trueRange.wilder(7)
  },
  Definition("chandelier:7,2", "chandelier_7_2_short") { bars in
    bars.low.lowest(7) + 2.0 * bars.trueRange.wilder(7)
  },
]
