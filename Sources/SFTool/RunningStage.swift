import SFCore

/// A stage in a chain that runs.
///
/// It stands behind a reference and is called through a method of its own
/// class, since to change a value of unknown type in place the runtime asks at
/// each call who else holds it.
class RunningStage {
  let entry: StageEntry?
  /// What the next stage sees: what this one forwards, and what it adds.
  let passes: LineTypes
  /// Whether a stage behind would see what this one does not forward.
  let forgets: Bool
  /// Whether its lines are written anywhere.
  let isWritten: Bool
  let looksAtBars: Bool
  fileprivate(set) var isBound = false

  fileprivate init(_ link: Chain.Link, _ behind: ArraySlice<Chain.Link>, _ isWritten: Bool) {
    entry = link.entry
    let passes = link.forwards.union(link.stage.writes)
    self.passes = passes
    self.isWritten = isWritten
    forgets = behind.contains { !$0.stage.reads.subtracting(passes).isEmpty }
    looksAtBars = !link.stage.reads.isDisjoint(with: [.init(.bar), .init(.features)])
  }

  static func make(
    _ link: Chain.Link, behind: ArraySlice<Chain.Link>, isWritten: Bool
  ) -> RunningStage {
    func open(_ stage: some Stage) -> RunningStage { Running(stage, link, behind, isWritten) }
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

  init(
    _ stage: Value, _ link: Chain.Link, _ behind: ArraySlice<Chain.Link>, _ isWritten: Bool
  ) {
    value = stage
    super.init(link, behind, isWritten)
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
