import SFCore
import SFSweep
import SFTestSupport
import Testing

@Suite struct SpaceTests {
  @Test(
    arguments: [
      ("n=5..50:15", ["5", "20", "35", "50"]),
      ("n=1..3", ["1", "2", "3"]),
      ("n=0.01..0.03:0.01", ["0.01", "0.02", "0.03"]),  // exact: no 0.030000000000000002
      ("n=1..2:0.4", ["1", "1.4", "1.8"]),
      ("n=-2..2:2", ["-2", "0", "2"]),
      ("n=7", ["7"]),
      ("n=a,b,1.50", ["a", "b", "1.5"]),
    ])
  func `a grid has the values that it says`(text: String, values: [String]) throws {
    #expect(try GridAxis(text).values.map(\.text) == values)
  }

  @Test(
    arguments: [
      "n", "=1", "n=", "n=1,1.0", "n=5..1", "n=1..5:0", "n=1..x", "n=a b", "n=a;b", "2n=1",
      "n=0..9000:0.001", "n=1..2:3:4", "n=-90000000000..90000000000:1",
      "n=-92233720368..92233720368:92233720368.5",
    ])
  func `what is no grid is refused`(text: String) {
    #expect(throws: ConfigurationError.self) { try GridAxis(text) }
  }

  @Test func `a range with colons alone is no value`() throws {
    let error = #expect(throws: ConfigurationError.self) { try GridAxis("n=5:50:5") }
    #expect(error?.help == "a range is 5..50:5")
    for text in ["n=09:30:00", "n=sma:5:20", "n=1:2", "n=20:5:1"] {
      #expect(try GridAxis(text).values.count == 1, "\(text)")
    }
  }

  @Test func `the last axis runs fastest`() throws {
    let space = ParameterSpace.grid([try GridAxis("a=1,2"), try GridAxis("b=x,y,z")])
    #expect(
      space.trials().map(\.json) == [
        #"{"a":1,"b":"x"}"#, #"{"a":1,"b":"y"}"#, #"{"a":1,"b":"z"}"#,
        #"{"a":2,"b":"x"}"#, #"{"a":2,"b":"y"}"#, #"{"a":2,"b":"z"}"#,
      ])
  }

  @Test func `draws are seeded and stay within their law`() throws {
    let axes = try ["a=uniform(-0.5,2)", "b=loguniform(0.001,1000)", "c=int(3,5)", "d=choice(x,y)"]
      .map(DrawnAxis.init)
    let trials = ParameterSpace.random(axes, count: 2_000, seed: 7).trials()
    #expect(trials == ParameterSpace.random(axes, count: 2_000, seed: 7).trials())
    #expect(trials != ParameterSpace.random(axes, count: 2_000, seed: 8).trials())
    var (low, integers, words) = (0, Set<String>(), Set<String>())
    for trial in trials {
      #expect((-0.5...2).contains(try #require(trial["a"]?.number)))
      let b = try #require(trial["b"]?.number)
      #expect((0.001...1_000).contains(b))
      if b < 1 { low += 1 }
      integers.insert(trial["c"]!.text)
      words.insert(trial["d"]!.text)
    }
    // As many below the geometric middle as above it.
    #expect((900...1_100).contains(low))
    #expect(integers == ["3", "4", "5"] && words == ["x", "y"])
  }

  @Test(
    arguments: [
      "a=1", "a=normal(0,1)", "a=uniform(2,1)", "a=int(1,2.5)", "a=loguniform(0,1)",
      "a=uniform(1)", "a=uniform(1,2",
    ])
  func `what is no law is refused`(text: String) {
    #expect(throws: ConfigurationError.self) { try DrawnAxis(text) }
  }

  @Test func `a condition keeps the trials for which it holds`() throws {
    let space = ParameterSpace.grid([try GridAxis("fast=1..3"), try GridAxis("slow=1..3")])
    let filter = try WhereFilter("fast < slow and slow != 3", space.names)
    #expect(space.trials().filter(filter.keeps).map(\.json) == [#"{"fast":1,"slow":2}"#])
    #expect(throws: ConfigurationError.self) { try WhereFilter("fast < slw", space.names) }
    #expect(throws: ConfigurationError.self) { try WhereFilter("fast <", space.names) }
  }

  @Test func `a template takes each parameter at each of its places`() throws {
    let template = try PipelineTemplate("a {x} b{y} {x} ${HOME}")
    #expect(template.names == ["x", "y"])
    let trial = Trial([.init("x", ParameterValue("1")!), .init("y", ParameterValue("w")!)])
    #expect(template.text(for: trial) == "a 1 bw 1 ${HOME}")
    #expect(throws: ConfigurationError.self) { try template.check(["x"]) }
    #expect(throws: ConfigurationError.self) { try template.check(["x", "y", "z"]) }
    #expect(throws: ConfigurationError.self) { try PipelineTemplate("a {x") }
    #expect(throws: ConfigurationError.self) { try PipelineTemplate("a {}") }
  }

  @Test func `an id follows from text, mode, parameters and inputs, and from nothing else`() throws
  {
    func trial(_ list: [(String, String)]) -> Trial {
      Trial(list.map { .init($0.0, ParameterValue($0.1)!) })
    }
    let identity = try TrialIdentity(pipeline: "p", mode: "portfolio", inputs: ["00"])
    let id = identity.id(of: trial([("a", "1"), ("b", "2")]))
    #expect(id.count == 64)
    #expect(identity.id(of: trial([("b", "2.0"), ("a", "1")])) == id)
    let others = try [
      TrialIdentity(pipeline: "q", mode: "portfolio", inputs: ["00"]),
      TrialIdentity(pipeline: "p", mode: "unlimited", inputs: ["00"]),
      TrialIdentity(pipeline: "p", mode: "portfolio", inputs: ["01"]),
      TrialIdentity(pipeline: "p", mode: "portfolio", inputs: []),
    ].map { $0.id(of: trial([("a", "1"), ("b", "2")])) }
    let otherTrials = [
      [("a", "2"), ("b", "1")], [("a", "1")], [("a", "1"), ("b", "2"), ("c", "3")],
    ]
    .map { identity.id(of: trial($0)) }
    #expect(Set(others + otherTrials + [id]).count == 8)
  }

  @Test(arguments: [1, 2, 7, 40, 100])
  func `parts cover a list without overlap`(count: Int) throws {
    for length in [0, 1, 39, 40, 1_000] {
      let list = Array(0..<length)
      let parts = (1...count).map { Array(Chunk(number: $0, of: count).of(list)) }
      #expect(parts.flatMap(\.self) == list)
      #expect((parts.map(\.count).max() ?? 0) - (parts.map(\.count).min() ?? 0) <= 1)
    }
    #expect(throws: (any Error).self) { try Chunk(text: "0/3") }
    #expect(throws: (any Error).self) { try Chunk(text: "4/3") }
  }
}
