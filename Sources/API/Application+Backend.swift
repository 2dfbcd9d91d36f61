import Application
import Domain

extension Application: Backend {
  /// Most packs tried at once.
  static let maximumDraftPacks = 100

  public func productWhatIf(
    _ code: String, _ document: JSON, byCounty: Bool, actor: Actor
  ) async throws -> JSON {
    var code = code
    if ProductID(code) != nil {
      let known = try await product(code, actor: actor).value["code"]
      guard let text = known?.stringValue else { throw ApplicationError.notFound(what: "product") }
      code = text
    }
    guard document["code"] == nil || document["code"] == .string(code) else {
      throw ApplicationError.invalid([
        Fault(
          "/code", "mismatch", zh: "应为地址中的产品代码 \(code)",
          en: "must be the code in the address, \(code)")
      ])
    }
    return try await whatIf(product: document, byCounty: byCounty, actor: actor)
  }

  public func policyWhatIf(_ body: JSON, byCounty: Bool, actor: Actor) async throws -> JSON {
    var reader = ObjectReader(body)
    _ = reader.required("packs")
    let packs = reader.array("packs", maximumCount: Self.maximumDraftPacks) ?? []
    var faults = reader.finish()
    if faults.isEmpty, packs.isEmpty {
      faults.append(Fault("/packs", "empty", zh: "至少一个政策包", en: "give at least one pack"))
    }
    guard faults.isEmpty else { throw ApplicationError.invalid(faults) }
    do {
      return try await whatIf(packs: packs, byCounty: byCounty, actor: actor)
    } catch ApplicationError.invalid(let faults) {
      throw ApplicationError.invalid(faults.map { $0.under("/packs") })
    }
  }
}
