import SFTool
import Synchronization
import SFRun

/// Runs numbered work in several threads and takes the results in the order of the numbers.
///
/// At most a few results wait for one that is slow; what has been taken does not depend on which
/// thread was faster.
struct WorkerPool {
  let jobs: Int

  /// `work` is called in any thread, `take` in one at a time; an error of `take` ends the pool.
  func run<Result>(
    _ count: Int, isStopped: @escaping () -> Bool, _ work: @escaping (Int) -> Result,
    take: @escaping (Int, Result) throws -> Void
  ) throws {
    let state = Shared<Result>(take)
    let next = Counter()
    let body = {
      while !isStopped(), !state.hasFailed {
        let index = next.take()
        guard index < count else { return }
        state.put(work(index), at: index)
      }
    }
    // This thread is one of them.
    let others = try (1..<max(1, min(jobs, count))).map { _ in try PosixThread(body) }
    body()
    for thread in others { thread.join() }
    if let error = state.error { throw error }
  }

  /// The results of all work in the order of the numbers; the error of the first that failed.
  func map<Result>(_ count: Int, _ work: @escaping (Int) throws -> Result) throws -> [Result] {
    var results: [Result] = []
    results.reserveCapacity(count)
    try run(count, isStopped: { false }) { index -> Swift.Result<Result, any Error> in
      do { return .success(try work(index)) } catch { return .failure(error) }
    } take: { _, result in
      results.append(try result.get())
    }
    return results
  }

  private final class Counter: Sendable {
    private let value = Atomic<Int>(0)
    func take() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }
  }

  /// Results that wait for their turn.
  private final class Shared<Result> {
    private let lock = Lock()
    private var waiting: [Int: Result] = [:]
    private var turn = 0
    private let take: (Int, Result) throws -> Void
    private(set) var error: (any Error)?

    init(_ take: @escaping (Int, Result) throws -> Void) { self.take = take }

    var hasFailed: Bool { lock.locked { error != nil } }

    func put(_ result: Result, at index: Int) {
      lock.locked {
        waiting[index] = result
        while error == nil, let ready = waiting.removeValue(forKey: turn) {
          do { try take(turn, ready) } catch { self.error = error }
          turn += 1
        }
      }
    }
  }
}
