import SFCore
import SFRun

/// What a file or a variable says for an option.
struct ConfiguredValue {
  enum Place: Equatable {
    case environment(variable: String)
    case file(path: String, YAMLNode.Place)

    /// As `--show-config` writes it.
    var text: String {
      switch self {
      case .environment(let variable): variable
      case .file(let path, let place): "\(path):\(place.line):\(place.column)"
      }
    }
  }

  let option: ToolOption
  /// One for each time that the option stands on a command line.
  let texts: [String]
  /// Where the option is named.
  let place: Place
  /// Where each of `texts` is.
  let places: [Place]

  /// What a variable says.
  init(_ option: ToolOption, _ texts: [YAMLNode.Text], variable: String) {
    self.option = option
    self.texts = texts.map(\.text)
    place = .environment(variable: variable)
    places = texts.map { _ in .environment(variable: variable) }
  }

  /// What a file says, the option being named at `key`.
  init(_ option: ToolOption, _ texts: [YAMLNode.Text], path: String, key: YAMLNode.Place) {
    self.option = option
    self.texts = texts.map(\.text)
    place = .file(path: path, key)
    places = texts.map { .file(path: path, $0.place) }
  }

  /// The words of a command line that say the same.
  var words: [String] {
    switch option.kind {
    case .flag: texts.map { _ in option.name }
    // One word, since a text may begin with '-'; the parser takes none for an empty one.
    case .option: texts.flatMap { $0.isEmpty ? [option.name, ""] : ["\(option.name)=\($0)"] }
    case .positional, .command: texts
    }
  }
}

extension ConfiguredValue.Place {
  /// An error of the configuration, at this place.
  func error(_ message: String, help: String? = nil) -> any ReportableError {
    switch self {
    case .environment(let variable): ConfigurationError(variable + ":", message, help: help)
    case .file(let path, let place):
      InputError(
        .configuration, file: path, line: place.line, column: place.column, message: message,
        help: help)
    }
  }
}

extension YAMLNode.Failure {
  package func located(in path: String) -> InputError {
    InputError(
      status, file: path, line: place.line, column: place.column, message: message, help: help)
  }
}
