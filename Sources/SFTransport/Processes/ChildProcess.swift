import CProcess

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A program that was started. It must be waited for, once.
public final class ChildProcess {
  /// How it ended.
  public enum Ending: Equatable, Sendable {
    case status(Int32)
    /// By a signal.
    case signal(Int32)

    /// As a shell says it: the status, or 128 and the number of the signal.
    public var shellStatus: Int32 {
      switch self {
      case .status(let status): status
      case .signal(let number): 128 + number
      }
    }
  }

  public let id: pid_t

  /// `nil` until it has been waited for.
  public private(set) var ending: Ending?

  private let leadsGroup: Bool

  /// Starts a program; it runs, or there is none.
  public init(_ program: Program) throws(StartFailure) {
    leadsGroup = program.leadsGroup
    id = try Self.start(program)
  }

  /// Sends a signal to it, and to what it has started when it leads a group; to nobody once it has
  /// been waited for, since its number may be another's by then.
  public func send(_ signal: Int32) {
    if ending == nil { kill(leadsGroup ? -id : id, signal) }
  }

  /// Has no program inherit what this process has open by now, also what it was started with, but for
  /// its three streams.
  public static func keepDescriptors() { process_keep_descriptors() }

  /// A descriptor that can be read once it has ended, for a wait set; whoever asks closes it.
  public func endDescriptor() throws(TransportError) -> Int32 {
    let descriptor = process_descriptor(id)
    guard descriptor >= 0 else {
      throw TransportError(
        .unavailable, "cannot watch process \(id): \(TransportError.reason(errno))")
    }
    return descriptor
  }

  /// Waits until it has ended; it can still be sent signals until `wait`.
  public func waitForEnd() {
    var information = siginfo_t()
    while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
  }

  /// Waits for its end, and says how it ended.
  @discardableResult
  public func wait() -> Ending {
    if let ending { return ending }
    var raw: Int32 = 0
    while waitpid(id, &raw, 0) < 0, errno == EINTR {}
    let signal = raw & 0x7F
    let ending: Ending = signal == 0 ? .status((raw >> 8) & 0xFF) : .signal(signal)
    self.ending = ending
    return ending
  }

  // MARK: Starting

  private static func start(_ program: Program) throws(StartFailure) -> pid_t {
    var opened: [Int32] = []
    defer { for descriptor in opened { close(descriptor) } }
    var descriptors: [Int32] = []
    for (place, stream) in [program.input, program.output, program.errors].enumerated() {
      switch stream {
      case .inherited: descriptors.append(Int32(place))
      case .descriptor(let descriptor): descriptors.append(descriptor)
      case .nothing:
        let descriptor = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw StartFailure(program: program.words[0], number: errno) }
        opened.append(descriptor)
        descriptors.append(descriptor)
      }
    }
    descriptors += program.further
    return try start(program, &descriptors)
  }

  private static func start(
    _ program: Program, _ descriptors: inout [Int32]
  ) throws(StartFailure) -> pid_t {
    let words = program.words.map { strdup($0) } + [nil]
    let environment =
      variables(program.environment, without: program.hidden).map { strdup($0) } + [nil]
    defer { for text in words + environment { free(text) } }
    var id: pid_t = 0
    let failure = words.withUnsafeBufferPointer { words in
      environment.withUnsafeBufferPointer { environment in
        descriptors.withUnsafeMutableBufferPointer { descriptors in
          var how = process_start()
          how.words = words.baseAddress
          how.environment = environment.baseAddress
          how.descriptors = descriptors.baseAddress
          how.descriptor_count = Int32(descriptors.count)
          how.leads_group = program.leadsGroup
          how.signal_at_death = program.diesWithThread ? SIGKILL : 0
          return process_start(&how, &id)
        }
      }
    }
    guard failure == 0 else { throw StartFailure(program: program.words[0], number: failure) }
    return id
  }

  /// The variables of this process but for the hidden ones, with these in place of those of the same
  /// names.
  private static func variables(
    _ further: [(name: String, value: String)], without hidden: [String]
  ) -> [String] {
    let names = Set(further.map(\.name) + hidden)
    var variables: [String] = []
    var place = environ
    while let text = place.pointee {
      let variable = String(cString: text)
      if !names.contains(String(variable.prefix { $0 != "=" })) { variables.append(variable) }
      place += 1
    }
    return variables + further.map { "\($0.name)=\($0.value)" }
  }
}
