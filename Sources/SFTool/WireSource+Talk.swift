import Logging
import SFRun
import SFWire

extension WireSource {
  /// The source of a tool: it ends at the first INT or TERM, and each line that it passes over is
  /// said to people.
  public convenience init(
    _ source: any ByteSource, policy: ErrorPolicy = .stop, log: Logger
  ) {
    self.init(source, policy: policy, isStopped: { Interruption.isRequested }) {
      log.warning("\($0.message)", metadata: ["place": "\($0.place)"])
    }
  }
}
