import SFCore
import SFFetch
import SFRun
import SFTransport

/// Opens the stages of a plan that this machine serves, each with its inputs.
struct StageOpening {
  private let plan: SessionPlan
  private let places: ServingPlaces
  private let options: ServingOptions
  private let credentials: FetchConnection.Credentials?
  private let context: ZmqContext
  private let clock: any Clock
  private let say: (String) -> Void

  init(
    _ plan: SessionPlan, _ places: ServingPlaces, _ options: ServingOptions,
    _ credentials: FetchConnection.Credentials?, _ context: ZmqContext, _ clock: any Clock,
    _ say: @escaping (String) -> Void
  ) {
    self.plan = plan
    self.places = places
    self.options = options
    self.credentials = credentials
    self.context = context
    self.clock = clock
    self.say = say
  }

  /// All of them, in the order of the plan. Every lock is taken before anything is changed.
  func stages() throws -> [ServedStage] {
    let here = plan.stages.filter { $0.host == nil }
    let locks = try here.map { stage in
      let directory = places.directory(of: stage.name)
      try directory.make()
      return try DirectoryLock(directory.path)
    }
    let stages = try zip(here, locks).map { stage, lock in
      try ServedStage(stage, places.directory(of: stage.name), options, lock, clock, say: say)
    }
    for stage in stages {
      stage.inputs = try stage.plan.inputs.map { input in
        InputPump(input.name, try supply(input, of: stage, among: stages))
      }
    }
    return stages
  }

  private func supply(
    _ input: StagePlan.Input, of stage: ServedStage, among stages: [ServedStage]
  ) throws -> any StepSupply {
    let address: FetchAddress
    switch Supplier(input.from) {
    case .address: address = try FetchAddress(tcp: input.from)
    case .directory: address = try FetchAddress(stage: StageDirectory(input.from).path)
    case .stage:
      if let supplier = stages.first(where: { $0.plan.name == input.from }) {
        return LocalSupply(supplier)
      }
      let host = plan.stages.first { $0.name == input.from }?.host ?? ""
      address = try FetchAddress(tcp: host.hasPrefix("tcp://") ? host : "tcp://\(host)")
    }
    return RemoteSupply(
      address, credentials, context,
      known: { [unowned stage] in stage.sources.journal(of: input.name) },
      say: { [unowned stage] in stage.tell($0) })
  }
}
