import SFCore
import Testing

@Suite struct LineTypeTests {
  @Test func `a type and its name belong together`() {
    for type in LineType.allCases where type != .unknown {
      #expect(LineType(name: type.name) == type)
    }
    #expect(LineType.signalMetrics.name == "signal_metrics" && LineType.bar.name == "bar")
    for name in ["unknown", "signalMetrics", "Bar", "", "x_note", "answer"] {
      #expect(LineType(name: name) == .unknown)
    }
  }

  @Test func `a set has a bit for every type`() {
    #expect(LineType.allCases.count <= LineTypes.RawValue.bitWidth)
    for type in LineType.allCases {
      #expect(LineType.allCases.filter(LineTypes(type).contains) == [type])
    }
  }

  @Test func `reserved is what the protocol names and does not define`() {
    #expect(
      LineType.allCases.filter(LineTypes.reserved.contains)
        == [.target, .validation, .heartbeat, .checkpoint])
  }
}
