import SFCore

/// A few expressions that are computed together at every bar of one series.
///
/// Each is read and typed once, and compiled with the others to a flat list of
/// instructions: what several of them say is computed once, and a bar allocates
/// nothing. It costs O(1) for each part, on average where a part is a window.
///
/// A value that is not there is NaN. Arithmetic and functions over what is
/// missing are missing, also where one value of a window is, or where the
/// result is not finite. A comparison with it is neither true nor false but
/// missing too, and so is what follows from it: `and` is false as soon as one
/// side is, `or` true as soon as one side is, and otherwise they are missing if
/// a side is; `not` of missing is missing. A condition counts when it is true.
///
/// A checkpoint holds the texts and what was remembered.
public struct ExpressionProgram: Sendable {
  /// One expression, and what it must be.
  public enum Source: Codable, Hashable, Sendable {
    case number(String)
    case condition(String)
  }

  public let sources: [Source]
  /// The columns and market fields that are read, in the order of first use.
  public let names: [String]

  private let code: [Compiler.Command]
  /// The places of the results, one for each source.
  private let results: [Int]
  private var values: [Double]
  private var memory: Memory
  private var latests: LatestValues
  /// Where the names stand; empty until bound.
  private var places: [ValuePlace] = []
  /// Whether a name is a market field.
  public private(set) var readsFields = false

  public init(_ sources: [Source]) throws(ExpressionError) {
    var compiler = Compiler()
    var results: [Int] = []
    for source in sources {
      switch source {
      case .number(let text): results.append(compiler.compile(try Parser.number(text)))
      case .condition(let text): results.append(compiler.compile(try Parser.condition(text)))
      }
    }
    self.sources = sources
    self.results = results
    names = compiler.names
    code = compiler.code
    values = compiler.values
    memory = compiler.memory
    latests = compiler.latests
  }

  /// Takes where each of `names` stands; before the first bar, and again when columns have moved.
  public mutating func bind(_ places: [ValuePlace]) {
    precondition(places.count == names.count, "one place for each name")
    self.places = places
    readsFields = places.contains { $0.isField }
  }

  /// Takes the next bar, its further market fields, and the row of values that belongs to it.
  public mutating func update(_ bar: Bar, _ fields: [MarketField], _ row: Span<Double>) {
    Self.run(code, places, &values, &latests, &memory, bar, fields, row)
  }

  /// The values by a pointer: each instruction would ask anew who else holds their list.
  private static func run(
    _ code: [Compiler.Command], _ places: [ValuePlace], _ values: inout [Double],
    _ latests: inout LatestValues, _ memory: inout Memory, _ bar: Bar, _ fields: [MarketField],
    _ row: Span<Double>
  ) {
    values.withUnsafeMutableBufferPointer { values in
      latests.withPointer { latests in
        for index in code.indices {
          let command = code[index]
          let (x, y) = (values[command.a], values[command.b])
          let value: Double
          if case .name(let name) = command.operation {
            value = places[name].value(fields, row)
          } else {
            value =
              Arithmetic.apply(command.operation, x, y)
              ?? latests.apply(command.operation, x, y, at: command.memory)
              ?? memory.value(of: command, x, y, bar)
          }
          values[command.place] = value
        }
      }
    }
  }

  /// The value of the source at a place at the last bar; NaN when it is missing.
  public func number(_ source: Int) -> Double { values[results[source]] }

  /// Whether the source at a place held at the last bar; `nil` when that is missing.
  public func condition(_ source: Int) -> Bool? {
    let truth = values[results[source]]
    return truth.isNaN ? nil : truth == 1
  }
}

extension ExpressionProgram: Codable {
  private enum Key: String, CodingKey { case sources, memory, latests, places }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    try self.init(container.decode([Source].self, forKey: .sources))
    let memory = try container.decode(Memory.self, forKey: .memory)
    let latests = try container.decode(LatestValues.self, forKey: .latests)
    guard memory.shape == self.memory.shape, latests.list.count == self.latests.list.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .memory, in: container,
        debugDescription: "found the memory of another program, expected that of \(sources)")
    }
    self.memory = memory
    self.latests = latests
    let places = try container.decode([ValuePlace].self, forKey: .places)
    if !places.isEmpty { bind(places) }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(sources, forKey: .sources)
    try container.encode(memory, forKey: .memory)
    try container.encode(latests, forKey: .latests)
    try container.encode(places, forKey: .places)
  }
}
