import Catalog
import Domain
import Policy

extension Application {
  /// The packs that count in a region with what each of them says, and what holds today: of several values of
  /// one parameter, and of several subsidies of one name, that of the lowest jurisdiction.
  ///
  /// `{version, region, packs: [{code, name, jurisdiction}], parameters: […], subsidies: […]}`; each of the
  /// latter names its `pack` and those it `overrides`.
  ///
  /// - Throws: `.forbidden` for anyone but those who oversee; `.notFound` before a pack was published.
  public func policyChain(in region: RegionCode, actor: Actor) async throws -> JSON {
    try requireOverview(actor)
    let published = try await publishedPolicies()
    let packs = published.policies.packs(in: region)
    let today = clock.now().legalDate
    return [
      "version": .int(Int64(published.version)), "region": .string(region.text),
      "packs": .array(
        packs.map { pack in
          [
            "code": .string(pack.code), "name": ProductView.label(pack.jurisdiction.name),
            "jurisdiction": .string(pack.jurisdiction.code),
          ]
        }), "parameters": .array(Self.parameters(of: packs, on: today)),
      "subsidies": .array(Self.subsidies(of: packs, on: today)),
    ]
  }

  /// One published pack as its document.
  ///
  /// - Throws: `.forbidden` for anyone but those who oversee; `.notFound`.
  public func policyPack(_ code: String, actor: Actor) async throws -> JSON {
    try requireOverview(actor)
    guard let pack = try await publishedPolicies().policies[code] else {
      throw ApplicationError.notFound(what: "policy pack")
    }
    return pack.json
  }

  /// - Parameter packs: the lowest jurisdiction first.
  private static func parameters(of packs: [PolicyPack], on day: LegalDate) -> [JSON] {
    var found: [(id: String, json: [String: JSON])] = []
    for pack in packs {
      for parameter in pack.parameters {
        guard let value = parameter.value(on: day) else { continue }
        if let index = found.firstIndex(where: { $0.id == parameter.id }) {
          found[index].json["overrides"] = overriding(found[index].json, pack.code, value.value)
          continue
        }
        found.append(
          (
            parameter.id,
            [
              "id": .string(parameter.id), "label": ProductView.label(parameter.label),
              "unit": .string(parameter.unit.rawValue), "value": .int(value.value),
              "pack": .string(pack.code), "from": .string(value.from.text),
              "to": .optional(value.to?.text), "document": .string(value.citation.document),
              "verified": .bool(value.isVerified), "overrides": [],
            ]
          ))
      }
    }
    return found.sorted { $0.id < $1.id }.map { .object($0.json) }
  }

  private static func overriding(
    _ json: [String: JSON], _ pack: String, _ value: Int64
  ) -> JSON {
    .array((json["overrides"]?.arrayValue ?? []) + [["pack": .string(pack), "value": .int(value)]])
  }

  private static func subsidies(of packs: [PolicyPack], on day: LegalDate) -> [JSON] {
    var found: [(id: String, json: [String: JSON])] = []
    for pack in packs {
      for subsidy in pack.subsidies where subsidy.effective.contains(day) {
        if let index = found.firstIndex(where: { $0.id == subsidy.id }) {
          found[index].json["overrides"] = overriding(found[index].json, pack.code, subsidy.ppm)
          continue
        }
        found.append(
          (
            subsidy.id,
            [
              "id": .string(subsidy.id), "label": ProductView.label(subsidy.label),
              "kind": .string(subsidy.kind.rawValue), "ppm": .int(subsidy.ppm),
              "cap_fen": .optional(subsidy.capFen), "pack": .string(pack.code),
              "to": .optional(subsidy.effective.to?.text),
              "document": .string(subsidy.citation.document), "overrides": [],
            ]
          ))
      }
    }
    return found.sorted { $0.id < $1.id }.map { .object($0.json) }
  }
}
