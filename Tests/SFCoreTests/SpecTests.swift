import SFCore
import Testing

@Suite struct SpecTests {
  private let parameters = [
    Parameter("period", .integer(1...1_000), default: "20", "bars"),
    Parameter("dev", .number, default: "2", "deviations"),
    Parameter("stop", .ratio, default: "none", allowsNone: true, "a fraction"),
    Parameter("side", .choice(["above", "below"]), default: "above", "which side"),
    Parameter("column", .column, default: "close", "what it looks at"),
    Parameter("limit", .amount, default: "5", "quote currency"),
  ]

  private func message(_ text: String) -> String {
    do {
      let arguments = try Spec(text).arguments(for: parameters)
      return arguments.canonical
    } catch {
      return error.message + (error.help.map { " | \($0)" } ?? "")
    }
  }

  @Test(arguments: [
    ("x", "x:period=20,dev=2,stop=none,side=above,column=close,limit=5"),
    ("x:5", "x:period=5,dev=2,stop=none,side=above,column=close,limit=5"),
    ("x:05,2.50", "x:period=5,dev=2.5,stop=none,side=above,column=close,limit=5"),
    ("x:5,side=below", "x:period=5,dev=2,stop=none,side=below,column=close,limit=5"),
    ("a=x:stop=0.0150", "a=x:period=20,dev=2,stop=0.015,side=above,column=close,limit=5"),
    (
      "",
      "'' is no spec: expected kind[:value,…][,key=value…] | for example sma:20, or tp_sl:stop_loss_pct=0.02"
    ),
    (
      "1x",
      "'1x' is no spec: expected kind[:value,…][,key=value…] | for example sma:20, or tp_sl:stop_loss_pct=0.02"
    ),
    (
      "a=b=c",
      "'a=b=c' is no spec: expected kind[:value,…][,key=value…] | for example sma:20, or tp_sl:stop_loss_pct=0.02"
    ),
    ("=x", "'=x' has the alias '': expected letters, digits and _, no digit first"),
    ("9=x", "'9=x' has the alias '9': expected letters, digits and _, no digit first"),
    ("x:", "'x:' has an empty value"),
    ("x:5,", "'x:5,' has an empty value | specs are separated by spaces"),
    (
      "X(20)",
      "'X(20)' is no spec: expected kind[:value,…][,key=value…] | did you mean 'x:20'?"
    ),
    (
      "x:stop=2%",
      "'x:stop=2%': stop must be a number with at most eight decimals, found 2% | it is a fraction: 2 % is 0.02"
    ),
    ("x:period=", "'x:period=' has an empty value"),
    ("x:period=5,7", "'x:period=5,7' has the value '7' behind key=value"),
    (
      "x:1,2,none,above,close,5,7",
      "'x:1,2,none,above,close,5,7' has too many values: x takes period,dev,stop,side,column,limit"
    ),
    (
      "x:perod=5",
      "'x:perod=5' has the unknown key 'perod': expected period, dev, stop, side, column, limit | did you mean 'period'?"
    ),
    ("x:5,period=6", "'x:5,period=6' gives 'period' twice"),
    ("x:period=5,period=6", "'x:period=5,period=6' gives 'period' twice"),
    ("x:0", "'x:0': period must be an integer, 1 to 1000, found 0"),
    ("x:1001", "'x:1001': period must be an integer, 1 to 1000, found 1001"),
    ("x:5.5", "'x:5.5': period must be an integer, 1 to 1000, found 5.5"),
    ("x:dev=two", "'x:dev=two': dev must be a number, found two"),
    ("x:dev=nan", "'x:dev=nan': dev must be a number, found nan"),
    ("x:dev=none", "'x:dev=none': dev must be a number, found none"),
    (
      "x:stop=0.123456789",
      "'x:stop=0.123456789': stop must be a number with at most eight decimals, found 0.123456789"
    ),
    (
      "x:side=abov",
      "'x:side=abov': side must be above or below, found abov | did you mean 'above'?"
    ),
    ("x:column=a-b", "'x:column=a-b': column must be the name of a column, found a-b"),
    ("x:limit=0", "'x:limit=0': limit must be greater than 0, found 0"),
    ("x:limit=-1", "'x:limit=-1': limit must be greater than 0, found -1"),
  ])
  func `reads a spec or says what is wrong`(text: String, expected: String) {
    #expect(message(text) == expected)
  }

  @Test func `says which parameter is lacking`() {
    #expect(throws: ConfigurationError("'x'", "lacks 'feature': what it watches")) {
      try Spec("x").arguments(for: [Parameter("feature", .column, "what it watches")])
    }
    #expect(throws: ConfigurationError("'x:1'", "has too many values: x takes none")) {
      try Spec("x:1").arguments(for: [])
    }
  }

  /// A part of the limits may be taken for all of them; a spec of none of them leaves them alone.
  @Test(arguments: [
    ("x:stop=2", ["'x:stop=2' also has gain=3, the default: gain=none switches it off"]),
    ("x:gain=none", ["'x:gain=none' also has stop=1.5, the default: stop=none switches it off"]),
    ("x:atr=atr_7", []), ("x", []), ("x:2,3", []), ("x:stop=2,gain=none", []),
  ])
  func `says what half a spec switches on`(text: String, unsaid: [String]) throws {
    let parameters = [
      Parameter("stop", .ratio, default: "1.5", allowsNone: true, ""),
      Parameter("gain", .ratio, default: "3", allowsNone: true, ""),
      Parameter("atr", .column, default: "atr_14", ""),
    ]
    #expect(try Spec(text).arguments(for: parameters).unsaid == unsaid)
  }

  @Test func `names columns by all parameters`() throws {
    let parameters = [
      Parameter("period", .integer(1...100), default: "5", ""),
      Parameter("factor", .number, default: "0.7", ""),
    ]
    #expect(try Spec("t3").arguments(for: parameters).columnName == "t3_5_0p7")
    #expect(try Spec("t3:7,-1").arguments(for: parameters).columnName == "t3_7_m1")
    #expect(try Spec("fast=t3:7").arguments(for: parameters).columnName == "fast")
  }
}
