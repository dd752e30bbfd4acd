/// What sf-session is asked to do.
enum SessionAction: String, CaseIterable {
  case run, status, stop, restart, logs, drill, emit

  /// For `--help`.
  var usage: (words: String, meaning: String) {
    switch self {
    case .run: ("run -f FILE --dir DIR", "runs it, in the foreground")
    case .status: ("status DIR", "where each stage is")
    case .stop: ("stop DIR", "drains and ends it; run goes on from there")
    case .restart: ("restart DIR STAGE", "starts a stage again")
    case .logs: ("logs DIR [STAGE]", "what its stages have said")
    case .drill: ("drill DIR", "kills each stage once, and sees that it recovers")
    case .emit: ("emit systemd|sh -f FILE", "the same for systemd, or for a shell")
    }
  }
}
