/// Makes a flat program of trees: each part once, however often it is written.
struct Compiler {
  private(set) var code: [Command] = []
  /// One place for each value; constants stand there already.
  private(set) var values: [Double] = []
  /// The columns and market fields that are read, in the order of first use.
  private(set) var names: [String] = []
  private(set) var memory = Memory()
  private(set) var latests = LatestValues()
  private var places: [Instruction: Int] = [:]
  private var constants: Set<Int> = []

  /// An instruction, the place of its value, and which memory of its sort is its own.
  struct Command: Sendable {
    let operation: Instruction.Operation
    let a: Int
    let b: Int
    let place: Int
    let memory: Int
  }

  /// Adds a tree; returns the place of its value.
  mutating func compile(_ node: NumberNode) -> Int {
    switch node {
    case .constant(let value): emit(.constant(value))
    case .bar(let field): emit(.bar(field))
    case .name(let name): emit(.name(names.place(of: name)))
    case .unary(let operation, let x): emit(operation, compile(x))
    case .binary(let operation, let x, let y): emit(operation, compile(x), compile(y))
    case .of(let operation, let condition): emit(operation, compile(condition))
    case .valueWhen(let condition, let x): emit(.valueWhen, compile(condition), compile(x))
    // Mean and deviation of a window have one memory.
    case .deviation(let x, let bars): emit(.deviation, emit(.mean(bars), compile(x)))
    }
  }

  mutating func compile(_ node: ConditionNode) -> Int {
    switch node {
    case .compare(let operation, let x, let y): emit(operation, compile(x), compile(y))
    case .unary(let operation, let x): emit(operation, compile(x))
    case .binary(let operation, let x, let y): emit(operation, compile(x), compile(y))
    }
  }

  private mutating func emit(_ operation: Instruction.Operation, _ a: Int = 0, _ b: Int = 0) -> Int
  {
    let operation = operation == .lag(1) ? .previous : operation
    let instruction = Instruction(operation: operation, a: a, b: b)
    if let place = places[instruction] { return place }
    if constants.contains(a), constants.contains(b),
      let value = Arithmetic.apply(operation, values[a], values[b])
    {
      return emit(.constant(value))
    }
    let place = values.count
    places[instruction] = place
    if case .constant(let value) = operation {
      constants.insert(place)
      values.append(value)
    } else {
      values.append(.nan)
      code.append(
        Command(
          operation: operation, a: a, b: b, place: place, memory: allocate(operation, of: a)))
    }
    return place
  }

  /// The place of an operation's memory among those of its sort; 0 when it has none.
  private mutating func allocate(_ operation: Instruction.Operation, of a: Int) -> Int {
    switch operation {
    case .lag(let bars): memory.lags.add(PastValue(bars))
    case .highest(let bars): memory.extremes.add(Extreme(greatest: true, of: bars))
    case .lowest(let bars): memory.extremes.add(Extreme(greatest: false, of: bars))
    case .mean(let bars): memory.moments.add(MomentWindow(bars))
    case .deviation: code.first { $0.place == a }?.memory ?? 0
    case .crossAbove, .crossBelow, .previous, .latest, .valueWhen: latests.add()
    case .barsSince: memory.sinces.add(Since())
    case .throughout(let bars): memory.throughouts.add(Throughout(bars))
    case .countIn(let bars): memory.counts.add(CountIn(bars))
    default: 0
    }
  }
}

extension Array {
  /// Appends an element and returns its place.
  fileprivate mutating func add(_ element: Element) -> Int {
    append(element)
    return count - 1
  }
}

extension [String] {
  fileprivate mutating func place(of name: String) -> Int { firstIndex(of: name) ?? add(name) }
}
