/// A unit of systemd that runs a program of ours: it is started with the machine, and again when it
/// fails in a way that another start can mend.
public struct SystemdUnit: Equatable, Sendable {
  /// The name of its file.
  public let name: String
  public let description: String
  /// The program, by its full path, and its arguments.
  public let words: [String]
  /// Where it runs, in full.
  public let directory: String
  /// Where it finds the programs of its stages.
  public let path: String

  public init(
    name: String, description: String, words: [String], directory: String, path: String
  ) {
    self.name = name
    self.description = description
    self.words = words
    self.directory = directory
    self.path = path
  }

  /// Exit codes that another start does not change: usage, data, bugs, protocol, refusals,
  /// configuration.
  private static let finalCodes = "64 65 66 70 76 77 78"

  /// TERM goes to the main process alone, which drains its children; what is left is killed.
  public var text: String {
    """
    # \(name)
    [Unit]
    Description=\(Self.plain(description))
    Wants=network-online.target
    After=network-online.target
    StartLimitIntervalSec=10min
    StartLimitBurst=10

    [Service]
    Type=exec
    WorkingDirectory=\(Self.plain(directory))
    Environment=\(Self.quoted("PATH=\(path)"))
    ExecStart=\(words.map(Self.quoted).joined(separator: " "))
    KillMode=mixed
    TimeoutStopSec=30s
    Restart=on-failure
    RestartSec=1s
    SuccessExitStatus=143
    RestartPreventExitStatus=\(Self.finalCodes)
    UMask=0077
    NoNewPrivileges=yes

    [Install]
    WantedBy=multi-user.target

    """
  }

  /// A name of a unit's file: what systemd takes as it stands.
  public static func name(of text: String) -> String {
    String(
      text.map { character in
        let isPlain =
          character.isASCII
          && (character.isLetter || character.isNumber || "._-".contains(character))
        return isPlain ? character : "_"
      })
  }

  /// `%` begins a specifier.
  private static func plain(_ text: String) -> String {
    text.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%")
  }

  /// A word as systemd reads it back: it knows quotes, `\`, `%` and `$`.
  static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || "._+:@/=-,".contains($0))
      }
    if isPlain { return word }
    var text = ""
    for character in word {
      switch character {
      case "\\", "\"": text += "\\\(character)"
      case "%", "$": text += "\(character)\(character)"
      case "\n": text += "\\n"
      default: text.append(character)
      }
    }
    return "\"\(text)\""
  }
}
