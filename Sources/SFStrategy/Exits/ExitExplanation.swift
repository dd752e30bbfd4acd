import SFCore

/// Why a position was closed, for people: what each rule said, and where its levels were.
extension ExitRules {
  /// What these rules, as they were before the bar, say at its close.
  public func explanation(
    _ market: MarketView, _ row: Span<Double>, _ position: Position, levels: Bool
  ) -> String {
    var rules = self
    var answers: [String] = []
    for index in rules.members.indices {
      let isAsked = levels || !type(of: rules.members[index].rule.content).hasLevels
      var reason: ExitReason?
      if isAsked {
        reason = rules.members[index].rule.content.update(market, row, for: position)
      }
      answers.append(answer(rules.members[index].rule.content, reason, position))
    }
    return "close \(market.bar.close): " + answers.joined(separator: "; ")
  }

  /// What these rules say of a level that was met inside a bar.
  public func explanation(_ meeting: LevelMeeting, _ position: Position) -> String {
    let answers = members.map { member in
      let rule = member.rule.content
      let isIt =
        type(of: rule).hasLevels
        && (type(of: rule).stopReason == meeting.reason
          || type(of: rule).targetReason == meeting.reason)
      return answer(rule, isIt ? meeting.reason : nil, position)
    }
    let place = meeting.level.map { "met \($0)" } ?? "opened beyond"
    return "\(place): " + answers.joined(separator: "; ")
  }

  private func answer(
    _ rule: any ExitRule, _ reason: ExitReason?, _ position: Position
  ) -> String {
    var text = "\(type(of: rule).kind) \(reason == nil ? "no" : "yes")"
    let levels = rule.levels(for: position)
    let places = [("target", levels.target), ("stop", levels.stop)].compactMap { name, level in
      level.map { "\(name) \($0)" }
    }
    if !places.isEmpty { text += " (\(places.joined(separator: ", ")))" }
    return text
  }
}
