import Domain

/// What a product document is checked against.
struct ProductContext {
  let registry: FactRegistry
  /// Declared but unreadable paths: no further fault.
  let broken: Set<String>
  let institutions: Set<String>
  let families: Set<String>

  /// The definition of the fact `path`, or nil with a fault unless its own declaration is at fault.
  func definition(_ path: String, at pointer: String, faults: inout [Fault]) -> FactDefinition? {
    if let definition = registry[path] { return definition }
    if !broken.contains(path) { faults.append(.undeclared(pointer, "unknown_fact", path)) }
    return nil
  }

  /// Like `definition`, and of the type (and unit) that is needed there.
  func definition(
    _ path: String, _ type: FactType, unit: FactUnit? = nil, at pointer: String,
    faults: inout [Fault]
  ) -> FactDefinition? {
    guard let definition = definition(path, at: pointer, faults: &faults) else { return nil }
    guard definition.type == type, unit == nil || definition.unit == unit else {
      let expected = type.rawValue + (unit.map { " (\($0.rawValue))" } ?? "")
      let found = definition.type.rawValue + (definition.unit.map { " (\($0.rawValue))" } ?? "")
      faults.append(
        Fault(
          pointer, "type_mismatch", zh: "\(path) 的类型为 \(found)，应为 \(expected)",
          en: "\(path) is \(found), not \(expected)"))
      return nil
    }
    return definition
  }
}
