/// What goes wrong with a request, or behind the client's back.
package enum FaultKind: String, CaseIterable, Sendable {
  // MARK: With requests

  /// The request reaches the engine later, and is checked again there.
  case delay
  /// The reply comes later; what was asked for has been done at once.
  case slowReply = "slow_reply"
  /// The connection ends, and nothing was done.
  case drop
  /// It is done; the connection ends without a reply.
  case executeThenDrop = "execute_then_drop"
  /// A status such as 502 with a page of HTML; done or not.
  case html
  /// An error of the exchange that leaves open whether it was done, such as -1007.
  case error
  /// The reply ends in the middle of its JSON.
  case truncated
  /// It is done; the connection ends in the middle of the reply, or of its frame.
  case cut
  /// 429 with a time to keep away.
  case limited
  /// 418 with a time to keep away.
  case banned

  // MARK: With what accounts are told

  /// An event is never sent.
  case gap
  /// An event is sent twice.
  case duplicate
  /// An event is sent behind the next one.
  case disorder
  /// Of a kline that has ended it is not said.
  case missedClose = "missed_close"
  /// A frame of a stream is sent twice.
  case duplicateFrame = "duplicate_frame"
  /// A frame of a stream is sent behind the next one.
  case disorderFrame = "disorder_frame"

  // MARK: Behind the client's back

  /// Who asks for an order that was just placed does not find it.
  case lag
  /// A symbol is halted, or opened again.
  case status
  /// Money comes or goes.
  case deposit
  /// An order that no program of the account has sent.
  case order
  /// The rules of a symbol change.
  case filters
  /// The exchange ends all open orders of a symbol.
  case expireAll = "expire_all"
  /// A key is not let in any more.
  case revoke
  /// All begins again, as a testnet does once a month.
  case reset
  /// The exchange's clock jumps.
  case clock
  /// Streams are silent for a while, and their connections stand.
  case stall
  /// Connections of the WebSocket API that stand hear nothing more for a while, and are not ended.
  case silence
  /// All connections that stay end at once, in the middle of a frame.
  case disconnect
  /// The server says that it is about to end, and then ends all connections that stay.
  case shutdown

  /// Whether it happens to an event.
  package var isOfEvents: Bool {
    [.gap, .duplicate, .disorder].contains(self) || isOfStreams
  }

  /// Whether it happens to what streams send.
  var isOfStreams: Bool { [.missedClose, .duplicateFrame, .disorderFrame].contains(self) }

  /// Whether it happens by itself, at its time.
  package var isByItself: Bool { !isOfRequests && !isOfEvents }

  /// Whether it happens to a request.
  package var isOfRequests: Bool {
    switch self {
    case .delay, .slowReply, .drop, .executeThenDrop, .html, .error, .truncated, .cut, .limited,
      .banned:
      true
    case .gap, .duplicate, .disorder, .missedClose, .duplicateFrame, .disorderFrame: false
    case .stall, .silence, .disconnect, .shutdown: false
    case .lag, .status, .deposit, .order, .filters, .expireAll, .revoke, .reset, .clock: false
    }
  }
}
