import SFCore

/// A stage in a chain that runs.
///
/// It stands behind a reference and is called through a method of its own
/// class, since to change a value of unknown type in place the runtime asks at
/// each call who else holds it.
class RunningStage {
  let entry: StageEntry?
  /// Whether everything goes on to the next stage.
  let passesAll: Bool
  /// What the next stage sees: what this one forwards, and what it adds.
  let passes: LineTypes
  let looksAtBars: Bool
  fileprivate(set) var isBound = false

  fileprivate init(_ link: Chain.Link) {
    entry = link.entry
    passesAll = link.forwards == .all
    passes = link.forwards.union(link.stage.writes)
    looksAtBars = !link.stage.reads.isDisjoint(with: [.init(.bar), .init(.features)])
  }

  static func make(_ link: Chain.Link) -> RunningStage {
    func open(_ stage: some Stage) -> RunningStage { Running(stage, link) }
    return open(link.stage)
  }

  var stage: any Stage {
    get { preconditionFailure("a class of its own for each type of stage") }
    set { preconditionFailure("a class of its own for each type of stage") }
  }

  func bind(_ header: Header, _ step: inout Step) throws(StageError) {}
  func update(_ step: inout Step) throws(StageError) {}
  func finish(_ step: inout Step) throws(StageError) {}
}

private final class Running<Value: Stage>: RunningStage {
  private var value: Value

  init(_ stage: Value, _ link: Chain.Link) {
    value = stage
    super.init(link)
  }

  override var stage: any Stage {
    get { value }
    set {
      guard let stage = newValue as? Value else {
        preconditionFailure("a stage is resumed as what it was")
      }
      value = stage
    }
  }

  override func bind(_ header: Header, _ step: inout Step) throws(StageError) {
    try value.bind(header, &step)
    isBound = true
  }

  override func update(_ step: inout Step) throws(StageError) { try value.update(&step) }
  override func finish(_ step: inout Step) throws(StageError) { try value.finish(&step) }
}
