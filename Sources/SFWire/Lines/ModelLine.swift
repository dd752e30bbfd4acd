import SFCore

/// `model`: what a model has loaded, when it is something else than before.
enum ModelLine: MessageForm {
  static let keys =
    FieldRule.start + [
      FieldRule("name", .text, "what it calls itself"),
      FieldRule("version", .text, "of the model's program"),
      FieldRule("hash", .text, "tells what it loaded, 8 to 64 characters"),
    ]

  static func read(_ fields: inout FieldReader) -> LoadedModel {
    LoadedModel(name: fields.text(), version: fields.text(), hash: fields.text())
  }

  static func write(_ model: LoadedModel, to line: inout LineWriter) {
    line.text(model.name)
    line.text(model.version)
    line.text(model.hash)
  }
}
