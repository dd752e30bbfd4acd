import SFCore
import SFGate
import SFRun
import SFTransport

/// Reads what a gate asks of a stream: a file, or the directory of a stage.
package enum RunReading {
  /// A stream that is cut, or goes on, is read as far as it is whole.
  package static func run(of path: String) throws -> GateRun {
    var chain = Chain(
      WireSource(try Endpoint.open(input: path)), [Chain.Link(GateRun(), entry: nil)], [])
    _ = try chain.run()
    guard let run = chain.stages[0] as? GateRun else {
      preconditionFailure("the chain gives back the stage that it was given")
    }
    return run
  }
}
