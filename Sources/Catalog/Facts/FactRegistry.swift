import Domain

/// The fact registry (design section 5): every fact by its path, from which criteria, API, console
/// and documentation derive.
public struct FactRegistry: Sendable {
  /// Base and derived facts by path.
  public let definitions: [String: FactDefinition]
  /// Labels of the departments that can help, by code.
  public let departments: [String: Label]
  /// The canonical document (`facts.yaml`).
  public let json: JSON

  init(definitions: [String: FactDefinition], departments: [String: Label], json: JSON) {
    self.definitions = definitions
    self.departments = departments
    self.json = json
  }

  /// From a document in the form of `facts.yaml`.
  /// - Throws: every fault of the document, with pointers into it.
  public init(json: JSON) throws(Faults) {
    let reading = FactRegistryReader.read(json)
    guard reading.faults.isEmpty else { throw Faults(reading.faults) }
    self = reading.registry
  }

  /// The fact `path`, base or derived; nil when the registry does not have it.
  public subscript(_ path: String) -> FactDefinition? { definitions[path] }

  /// All paths, sorted by bytes.
  public var paths: [String] {
    definitions.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Checks a value someone gives for the base fact `path`: type, bounds, enumeration, region,
  /// industry, date.
  /// - Parameters:
  ///   - json: the value in the form of `FactValue.json`.
  ///   - pointer: where it stands in the input.
  public func check(
    path: String, json: JSON, at pointer: String
  ) -> Result<FactValue, Fault> {
    guard let definition = definitions[path] else {
      return .failure(.undeclared(pointer, "unknown_fact", path))
    }
    guard definition.derivation == nil else {
      return .failure(
        Fault(
          pointer, "derived_fact", zh: "该指标由系统计算，不得直接填报",
          en: "this fact is computed and cannot be given"))
    }
    return definition.value(of: json, at: pointer, bounds: definition.min...definition.max)
  }

  /// Like `check`, but null says that there is none, where the registry admits it.
  public func checkOrNone(
    path: String, json: JSON, at pointer: String
  ) -> Result<FactValue?, Fault> {
    guard case .null = json, let definition = definitions[path], definition.derivation == nil else {
      return check(path: path, json: json, at: pointer).map(Optional.some)
    }
    guard definition.mayBeNone else {
      return .failure(
        Fault(
          pointer, "none_not_admitted", zh: "该指标不能填“无”；未知时请勿填写",
          en: "this fact cannot be none; leave it out when it is unknown"))
    }
    return .success(nil)
  }

  /// The base facts a fact is computed from; the fact itself when it is a base fact.
  public func baseFacts(of path: String) -> Set<String> {
    guard let derivation = definitions[path]?.derivation else { return [path] }
    return derivation.inputs.reduce(into: []) { $0.formUnion(baseFacts(of: $1)) }
  }
}
