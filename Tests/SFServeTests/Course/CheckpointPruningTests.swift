import SFCore
import SFServe
import Testing

@Suite struct CheckpointPruningTests {
  private let marks = (0..<6).map { Timestamp(milliseconds: Int64($0) * 3_600_000) }

  @Test func `what is newer than the last synced mark stays, and two that are not`() {
    #expect(CheckpointPruning.outdated(marks, synced: marks[3]) == [marks[0], marks[1]])
    #expect(CheckpointPruning.outdated(marks, synced: marks[3] + 1) == [marks[0], marks[1]])
    #expect(CheckpointPruning.outdated(marks, synced: marks[5]) == Array(marks[0...3]))
    #expect(CheckpointPruning.outdated(marks, synced: marks[1]).isEmpty)
  }

  @Test func `the order in which they are listed does not matter`() {
    #expect(CheckpointPruning.outdated(marks.reversed(), synced: marks[3]) == [marks[0], marks[1]])
  }

  @Test func `all stay while nothing is on the disk`() {
    #expect(CheckpointPruning.outdated(marks, synced: nil).isEmpty)
  }
}
