import SFEngine

/// What a tool of ours cannot be, or be told, in a session.
enum ToolWords {
  typealias Failure = PipelineText.Failure

  /// Tools that stand in no session, each with what to do instead.
  private static let outside = [
    "sf-plot": "writes no stream; give it the directory of a stage",
    "sf-report": "writes no stream; give it the directory of a stage",
    "sf-export": "writes no stream; give it the directory of a stage",
    "sf-check": "writes no stream; give it the directory of a stage",
    "sf-diff": "writes no stream; give it the directories of two stages",
    "sf-lookahead": "writes no stream; run it beside the session",
    "sf-store": "writes no stream; run it beside the session",
    "sf-sweep": "runs pipelines of its own", "sf-walk": "runs pipelines of its own",
    "sf-backtest": "runs a pipeline of its own", "sf-serve": "is what a session runs its stages by",
    "sf-session": "is the session",
  ]

  /// What the session says to each stage itself.
  private static let ofTheSession = [
    "--output", "-o", "--checkpoint", "--resume", "--after", "--answers", "--market",
  ]

  static func check(_ stage: TextStage) throws(Failure) {
    guard let tool = stage.tool else { return }
    if let reason = outside[tool] {
      throw Failure(place: stage.place, message: "found \(tool), which \(reason)")
    }
    if let option = stage.option(of: ofTheSession) {
      throw Failure(
        place: stage.place,
        message: "found \(option) of \(tool), which a session says to its stages itself")
    }
  }
}
