/// One choice of all parameters of a sweep.
package struct Trial: Hashable, Sendable {
  package struct Parameter: Hashable, Sendable {
    package let name: String
    package let value: ParameterValue

    package init(_ name: String, _ value: ParameterValue) {
      self.name = name
      self.value = value
    }
  }

  /// In the order in which the user named them.
  package let parameters: [Parameter]

  package init(_ parameters: [Parameter]) { self.parameters = parameters }

  package subscript(name: String) -> ParameterValue? {
    parameters.first { $0.name == name }?.value
  }

  /// `{"fast":5,"slow":20}`.
  package var json: String {
    "{" + parameters.map { "\"\($0.name)\":\($0.value.json)" }.joined(separator: ",") + "}"
  }
}
