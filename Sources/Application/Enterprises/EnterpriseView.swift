import Domain
import Store

/// How an enterprise looks to those who may see it.
enum EnterpriseView {
  static func json(_ enterprise: EnterpriseRecord, warnings: [Fault] = []) -> JSON {
    [
      "id": .string(enterprise.id.text), "uscc": .string(enterprise.uscc),
      "uscc_override_reason": .optional(enterprise.usccOverrideReason),
      "name": .string(enterprise.name), "region": .string(enterprise.region),
      "industry": .string(enterprise.industry),
      "registered_on": .string(enterprise.registeredOn.text),
      "version": .int(Int64(enterprise.version)),
      "facts_version": .int(Int64(enterprise.factsVersion)),
      "created_at": .string(enterprise.createdAt.text),
      "updated_at": .string(enterprise.updatedAt.text),
      "warnings": .array(warnings.map(FaultView.json)),
    ]
  }
}

/// How a fault or warning looks inside an answer.
enum FaultView {
  static func json(_ fault: Fault) -> JSON {
    [
      "pointer": .string(fault.pointer), "code": .string(fault.code),
      "message": ["zh": .string(fault.zh), "en": .string(fault.en)],
    ]
  }
}

/// A view with the version its ETag names.
public struct Versioned<Value: Sendable>: Sendable {
  public var value: Value
  public var version: Int

  public init(_ value: Value, version: Int) {
    self.value = value
    self.version = version
  }
}

enum Tag {
  /// The strong entity tag of a version.
  static func text(_ version: Int) -> String { "\"\(version)\"" }
}
