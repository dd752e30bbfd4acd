import SFCore

// The mark is the one commit point of a run: what was added up to it is written, and what is
// remembered there is enough to go on.
extension Chain {
  /// Writes everything up to the last mark and gives what the run remembers at it; `nil` before the
  /// first.
  ///
  /// Between two marks it is that of the one before: a run that was stopped can be saved, too.
  public mutating func commit() throws -> RunMemory? {
    guard let lastMark else { return nil }
    try outputs.flush()
    return RunMemory(
      mark: lastMark, entries: entries, header: header, series: step.series,
      columns: step.columns, source: source.memory, lengths: outputs.taps.map(\.lengthAtMark),
      stages: try running.map { try $0.memory })
  }

  /// Goes on as the run whose memory it is, a chain of the same stages and outputs; before `run`.
  ///
  /// The input up to the mark is dropped where it comes again, and no header is written.
  public mutating func resume(_ memory: RunMemory) throws {
    try recall(memory)
    for (tap, length) in zip(outputs.taps, memory.lengths) { tap.resume(at: length) }
    source.resume(behind: memory.mark, memory.source)
    lastMark = memory.mark
    resumed = memory.header
  }

  /// Goes on behind a mark, of which a chain without stages need not know more; before `run`.
  public mutating func resume(behind mark: Timestamp) {
    precondition(running.isEmpty, "a stage remembers more than a mark")
    source.resume(behind: mark, SourceMemory())
    resumed = Header()
  }

  /// Puts stages and tables in the place of those that are there.
  package mutating func recall(_ memory: RunMemory) throws {
    precondition(memory.stages.count == running.count, "a chain of the same stages")
    step.series = memory.series
    step.columns = memory.columns
    for (stage, memory) in zip(running, memory.stages) { try stage.recall(memory) }
  }

  /// The header of a stream that is gone on with must be the one that it had.
  mutating func goOn(_ old: Header) throws {
    // Behind the mark no header may be there.
    guard !header.stages.isEmpty, !running.isEmpty else {
      header = old
      return
    }
    // The first stage may read other files, or more; what stands behind it must be the same.
    let (was, now) = (old.stages.map(\.withoutPlaces), header.stages.map(\.withoutPlaces))
    guard was.count == now.count, was.first?.name == now.first?.name,
      was.dropFirst() == now.dropFirst()
    else {
      let other = zip(was, now).dropFirst().first { $0 != $1 }?.1.name
      throw ConfigurationError(
        "",
        "found a stream of other stages\(other.map { " or settings (\($0))" } ?? ""), "
          + "expected the one whose run goes on")
    }
  }
}
