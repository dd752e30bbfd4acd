import SFTransport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The processor on which the stages of a loop take their turns, with who serves them, and hands on
/// what each writes.
///
/// In a replay alone. Live, a mark may find that processor at another's work: there the system chooses.
struct TurnProcessor: Sendable {
  private let loop: Set<String>
  private let one: Processors
  /// For stages that take no turns.
  private let all: Processors

  /// `nil` where nothing takes turns here, and where a system does not say what it has.
  init?(_ plan: SessionPlan) {
    let here = plan.stages.filter { $0.host == nil }.map(\.name)
    loop = plan.loop.intersection(here)
    guard plan.isReplay, !loop.isEmpty, let all = Processors.all, let one = Processors.current
    else { return nil }
    (self.all, self.one) = (all, one)
  }

  /// Has this process run there.
  func keep() { one.keep() }

  /// Has the process of a stage run where it belongs.
  func keep(_ process: pid_t, as stage: String) {
    (loop.contains(stage) ? one : all).keep(process)
  }
}
