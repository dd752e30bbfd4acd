import SFCore
import SFFetch

/// Who may fetch from here over a network, and how other machines are asked.
public struct NetworkPlan: Sendable {
  /// An address where the journal of a stage can be fetched, beside the socket in its directory.
  public struct Place: Sendable {
    public var stage: String
    public var address: FetchAddress

    public init(stage: String, address: FetchAddress) {
      self.stage = stage
      self.address = address
    }
  }

  public var places: [Place]
  /// Our own keys.
  public var keys: CurveKeys?
  /// The keys of those who may fetch; `nil` where no list was given.
  public var allowed: PublicKeys?
  /// The keys of those who are asked.
  public var servers: PublicKeys?

  public init(
    places: [Place] = [], keys: CurveKeys? = nil, allowed: PublicKeys? = nil,
    servers: PublicKeys? = nil
  ) {
    self.places = places
    self.keys = keys
    self.allowed = allowed
    self.servers = servers
  }

  /// Fails (77) where others could read along, or anybody could come in.
  public func validate() throws(FetchError) {
    for place in places where place.address.leavesMachine && (keys == nil || allowed == nil) {
      throw FetchError(
        .refused,
        "cannot listen at '\(place.address.text)' in the clear: other machines can reach it",
        help: "give --curve-key FILE and the keys of those who may fetch by --allow FILE")
    }
    if allowed != nil, keys == nil {
      throw FetchError(
        .configuration, "--allow has no use without --curve-key",
        help: "make a pair of keys: sf-serve --make-keys FILE")
    }
  }

  /// How this process is known to those whom it asks; `nil` where it has no keys, or none of theirs.
  var credentials: FetchConnection.Credentials? {
    guard let keys, let servers else { return nil }
    return .init(keys: keys, servers: servers)
  }
}
