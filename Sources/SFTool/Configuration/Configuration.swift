import ArgumentParser
import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a tool is told, all in all: its command line, over variables, over `--config FILE` or
/// `./sf.yaml`, over the user's file.
///
/// What is said elsewhere becomes words of the command line, so that the parser, the defaults and
/// the header see no difference.
package struct Configuration {
  /// The command line that says it all.
  private(set) var arguments: [String]
  /// What stands in `arguments` and was said elsewhere.
  private(set) var values: [ConfiguredValue] = []
  /// What stood there before.
  private(set) var given: GivenArguments?
  /// What the tool can be told; `nil` when nothing was to be read.
  private(set) var keys: ToolKeys?

  /// `file` is the `--config` of whoever starts the tool; its own and `SF_CONFIG` win over it.
  init(_ type: any ToolCommand.Type, _ arguments: [String], file: String?) throws {
    self.arguments = arguments
    guard Self.isAsked(arguments, file) else { return }
    let keys = try ToolKeys(type)
    let given = GivenArguments(arguments, keys.table)
    var layers = try EnvironmentValues.values(ProcessEnvironment.variables, for: keys)
    let path = given.texts["config"]?.last ?? layers.last { $0.option.key == "config" }?.texts.last
    for file in try Self.files(path ?? file) { layers += try file.values(for: keys) }

    // The first that speaks of an option has the last word.
    var known = Set(given.texts.keys)
    values = layers.filter { known.insert($0.option.key).inserted }
    self.arguments = Self.words(given.words, values)
    self.given = given
    self.keys = keys
  }

  /// The options of a tool that variables and files say, as words; `file` as for `Tool.parse`.
  package static func words(saidElsewhereTo type: any ToolCommand.Type, file: String?) throws
    -> [String]
  {
    try Configuration(type, [], file: file).arguments
  }

  /// Whether anything but the command line may speak; if not, nothing is read.
  private static func isAsked(_ arguments: [String], _ file: String?) -> Bool {
    let words = arguments.prefix { $0 != "--" }
    let isHelp = words.contains { $0 == "--help" || $0.hasPrefix("--help-") }
    let isForShells = words.contains {
      $0.hasPrefix("--generate-") || $0.hasPrefix("--experimental-") || $0.hasPrefix("---")
    }
    guard !isHelp, !isForShells else { return false }
    if words.contains(where: {
      $0.hasPrefix("--config") || $0 == "--show-config" || $0.hasPrefix("--no-")
    }) {
      return true
    }
    return file != nil || ProcessEnvironment.hasVariable(withPrefix: EnvironmentValues.prefix)
      || access(here, F_OK) == 0
      || userFile.map { access($0, F_OK) == 0 } ?? false
  }

  /// What is read without being named.
  private static let here = "sf.yaml"

  /// `$XDG_CONFIG_HOME/sf/config.yaml`, by default in `~/.config`.
  private static var userFile: String? {
    if let directory = getenv("XDG_CONFIG_HOME"), directory.pointee != 0 {
      return String(cString: directory) + "/sf/config.yaml"
    }
    return getenv("HOME").map { String(cString: $0) + "/.config/sf/config.yaml" }
  }

  /// The files that speak, the nearest first. One that is named must be there.
  private static func files(_ named: String?) throws -> [ConfigurationFile] {
    try paths(named).map { path in
      // What lies there by chance may be a pipe, at which a tool would wait for ever.
      if path != named { try checkRegular(path) }
      return try ConfigurationFile(path: path, isAsked: named != nil || path != here)
    }
  }

  private static func checkRegular(_ path: String) throws(ConfigurationError) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return }
    throw ConfigurationError(
      "", "found '\(path)', which is no regular file, expected one",
      help: "--config FILE reads another, and this one where it is named")
  }

  package static func paths(_ named: String?) -> [String] {
    var paths: [String] = []
    if let named { paths.append(named) } else if access(here, F_OK) == 0 { paths.append(here) }
    if let userFile, access(userFile, F_OK) == 0 { paths.append(userFile) }
    return paths
  }

  /// A command line with further words, where they can stand.
  private static func words(_ words: [String], _ values: [ConfiguredValue]) -> [String] {
    let end = words.firstIndex(of: "--") ?? words.endIndex
    let named = values.filter(\.option.isNamed).flatMap(\.words)
    let positional = values.filter { $0.option.kind == .positional }.flatMap(\.words)
    let command = values.filter { $0.option.kind == .command }.flatMap(\.words)
    return named + words[..<end] + positional + words[end...]
      + (command.isEmpty ? [] : ["--"] + command)
  }
}

// MARK: Errors

extension Configuration {
  /// The error with the place of the value that is to blame, if it was said elsewhere.
  ///
  /// A value is to blame for a refusal of the parser when it is refused in the same words without
  /// its neighbours.
  func located(_ error: UsageError, _ parse: ([String]) -> String?) -> any Error {
    let culprit = values.first { value in
      parse(Self.words(given?.words ?? [], [value])) == error.message
    }
    return culprit?.place.error(error.message, help: error.help) ?? error
  }

  /// The same for a setting that is found out later, by the name of its option or by its text: the
  /// error quotes a spec, or a part of one.
  func located(_ error: ConfigurationError) -> any Error {
    let parts = error.setting.split(separator: "'", omittingEmptySubsequences: false)
    let quoted = parts.count > 2 ? String(parts[1]) : nil
    let place =
      values.first { $0.option.name == error.setting }?.place
      ?? quoted.flatMap { quoted in placeOf { $0 == quoted } ?? placeOf { $0.contains(quoted) } }
    return place?.error(error.message, help: error.help) ?? error
  }

  /// The place of the first text that is it; `nil` when the command line has one too.
  private func placeOf(_ isIt: (String) -> Bool) -> ConfiguredValue.Place? {
    guard given?.texts.values.contains(where: { $0.contains(where: isIt) }) != true else {
      return nil
    }
    for value in values {
      if let index = value.texts.firstIndex(where: isIt) { return value.places[index] }
    }
    return nil
  }
}
