import SFCore

extension LineWriter {
  /// What a model is told and asked at a mark, and the mark: the lines that the run has of it, without
  /// a step that would hold them.
  public mutating func question(
    of ts: Timestamp, _ signals: [SignalMetrics], _ book: BookMetrics,
    _ requests: [DecisionRequest]
  ) {
    for metrics in signals {
      message(.signalMetrics, ts) { SignalMetricsLine.write(metrics, to: &$0) }
    }
    message(.bookMetrics, ts) { BookMetricsLine.write(book, to: &$0) }
    for request in requests { message(.decide, ts) { DecideLine.write(request, to: &$0) } }
    mark(ts)
  }

  @inline(__always)
  private mutating func message(
    _ type: LineType, _ ts: Timestamp, _ body: (inout LineWriter) -> Void
  ) {
    begin(type, ts)
    body(&self)
    buffer.append("}\n")
  }
}
