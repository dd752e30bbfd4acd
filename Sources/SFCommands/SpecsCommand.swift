import ArgumentParser

/// A stage that is told what to do by specs alone, one word each: commands that differ in them are
/// read once, since to read the options of a tool costs milliseconds.
package protocol SpecsCommand: StageCommand {
  var words: [String] { get set }
}

extension FeaturesCommand: SpecsCommand {
  package var words: [String] {
    get { specs }
    set { specs = newValue }
  }
}

extension DetectCommand: SpecsCommand {
  package var words: [String] {
    get { detectors }
    set { detectors = newValue }
  }
}
