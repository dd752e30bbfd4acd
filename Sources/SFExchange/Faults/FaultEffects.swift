import SFBinance
import SFCore
import SFWire

/// How a reply leaves.
package enum Delivery: Equatable, Sendable {
  case whole
  /// So many milliseconds later.
  case late(Int64)
  /// Not at all: the connection ends.
  case none
  /// Half of it: then the connection ends.
  case cut
  /// Not at all, and the connection stands.
  case unsaid
}

/// A request that was let in, with what is to go wrong with it.
package struct PendingRequest: Equatable, Sendable {
  package let request: APIRequest
  package let arrival: Timestamp
  /// `nil` for nothing.
  package let fault: FaultRule?

  /// When it reaches the engine.
  package var due: Timestamp {
    arrival + (fault?.kind == .delay ? fault?.milliseconds ?? 0 : 0)
  }
}

/// What a request comes to.
package struct Answered: Equatable, Sendable {
  package var reply: APIReply
  package var delivery = Delivery.whole
}

extension ExchangeAPI {
  /// Looks what is to go wrong with a request.
  package mutating func receive(_ request: APIRequest, at time: Timestamp) -> PendingRequest {
    PendingRequest(
      request: request, arrival: time, fault: faults.fault(for: request, at: time))
  }

  /// Does what was asked for, or not, and says what the client sees of it.
  package mutating func answer(_ pending: PendingRequest, at time: Timestamp) -> Answered {
    var answered = faulty(pending, at: time)
    if let connection = pending.request.connection, isSilent(connection, at: time) {
      answered.delivery = .unsaid
    }
    return answered
  }

  /// Whether a connection hears nothing.
  func isSilent(_ connection: Int, at time: Timestamp) -> Bool {
    silence.map { time < $0.until && $0.connections.contains(connection) } ?? false
  }

  private mutating func faulty(_ pending: PendingRequest, at time: Timestamp) -> Answered {
    guard let fault = pending.fault else {
      return Answered(reply: answer(pending.request, arrival: pending.arrival, at: time))
    }
    func done() -> APIReply {
      answer(pending.request, arrival: pending.arrival, at: time)
    }
    switch fault.kind {
    case .slowReply: return Answered(reply: done(), delivery: .late(fault.milliseconds))
    case .drop: return Answered(reply: APIReply(.members([:])), delivery: .none)
    case .executeThenDrop: return Answered(reply: done(), delivery: .none)
    case .cut: return Answered(reply: done(), delivery: .cut)
    case .truncated:
      var reply = done()
      reply.body.removeLast(max(1, reply.body.count / 3))
      return Answered(reply: reply)
    case .html:
      if fault.isExecuted { _ = done() }
      return Answered(reply: APIReply(html: fault.text["status"]?.integer ?? 502, "Bad Gateway"))
    case .error:
      if fault.isExecuted { _ = done() }
      return Answered(reply: APIReply(SpotRefusal(unknown: fault.text["code"]?.integer ?? -1_007)))
    case .limited, .banned: return Answered(reply: turnAway(pending.request, fault, at: time))
    default: return Answered(reply: done())
    }
  }
}

extension SpotRefusal {
  /// An error that leaves open whether anything was done, with the exchange's text.
  init(unknown code: Int) {
    let code = ErrorCode(rawValue: code)
    let message =
      switch code {
      case .disconnected: "Internal error; unable to process your request. Please try again."
      case .unexpectedResponse:
        "An unexpected response was received from the message bus. Execution status unknown."
      case .timeout:
        "Timeout waiting for response from backend server. Send status unknown; execution status "
          + "unknown."
      case .serverBusy:
        "Server is currently overloaded with other requests. Please try again in a few minutes."
      case .serviceShuttingDown: "This service is no longer available."
      default: "An unknown error occurred while processing the request."
      }
    self.init(code, message)
  }
}
