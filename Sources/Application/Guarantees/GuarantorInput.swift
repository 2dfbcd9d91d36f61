import Arrangement
import Catalog
import Domain
import Store

/// The checked figures of a guarantor, a re-guarantor or an insurer.
struct GuarantorInput: Sendable {
  static let schemesMaximum = 50

  var kind: GuarantorRecord.Kind
  var name: String
  var region: RegionCode
  var netAssetsFen: Int64
  var equityInGuarantorsFen: Int64
  var isMainlySmall: Bool
  var schemes: [String]
  var feePpm: Int
  var feeBase: GuarantorPart.FeeBase
  var controllers: [String]
  var source: String
  var asOf: LegalDate

  /// - Parameters:
  ///   - schemes: codes that there are.
  ///   - today: figures are of no later day.
  /// - Throws: `.invalid`.
  init(_ json: JSON, schemes known: Set<String>, today: LegalDate) throws(ApplicationError) {
    var body = ObjectReader(json)
    let kind = Self.required("kind", of: GuarantorRecord.Kind.self, &body)
    let name = body.requiredString("name", maximumLength: 200)
    let region = body.requiredString("region", maximumLength: 6).flatMap { RegionCode($0) }
    if region == nil, body.faults.isEmpty {
      body.add(
        Fault("/region", "pattern", zh: "应为 6 位行政区划代码", en: "must be a region code of 6 digits"))
    }
    let assets = body.requiredInteger("net_assets_fen", in: 0...Fen.maximum)
    let equity = body.integer("equity_in_guarantors_fen", in: 0...Fen.maximum) ?? 0
    let mainlySmall = body.boolean("mainly_small") ?? false
    schemes = Self.schemes(&body, known)
    let fee = body.requiredInteger("fee_ppm", in: 0...PartsPerMillion.one)
    feeBase = body.choice("fee_base", of: GuarantorPart.FeeBase.self) ?? .guaranteed
    controllers = Self.controllers(&body)
    let source = body.requiredString("source", maximumLength: 300)
    _ = body.required("as_of")
    let asOf = body.day("as_of")
    if let asOf, asOf > today {
      body.add(Fault("/as_of", "future", zh: "日期不得晚于今天", en: "a day that is not after today"))
    }
    let faults = body.finish()
    guard faults.isEmpty, let kind, let name, let region, let assets, let fee, let source, let asOf
    else { throw .invalid(faults) }
    (self.kind, self.name, self.region) = (kind, name, region)
    (netAssetsFen, equityInGuarantorsFen) = (assets, equity)
    isMainlySmall = mainlySmall
    feePpm = Int(fee)
    (self.source, self.asOf) = (source, asOf)
  }

  static func required<T: RawRepresentable & CaseIterable>(
    _ name: String, of type: T.Type, _ body: inout ObjectReader
  ) -> T? where T.RawValue == String {
    _ = body.required(name)
    return body.choice(name, of: type)
  }

  /// The member `schemes`: codes that there are, sorted.
  static func schemes(_ body: inout ObjectReader, _ known: Set<String>) -> [String] {
    _ = body.required("schemes")
    var codes: [String] = []
    for (index, element) in (body.array("schemes", maximumCount: schemesMaximum) ?? []).enumerated()
    {
      let pointer = "\(body.path("schemes"))/\(index)"
      guard let code = element.stringValue, known.contains(code) else {
        let list = known.sorted().joined(separator: ", ")
        body.add(
          Fault(pointer, "unknown_value", zh: "取值应为:\(list)", en: "must be one of: \(list)"))
        continue
      }
      if codes.contains(code) {
        body.add(.duplicate(pointer, code))
      } else {
        codes.append(code)
      }
    }
    return codes.sorted()
  }

  private static func controllers(_ body: inout ObjectReader) -> [String] {
    var codes: Set<String> = []
    let elements = body.array("controllers", maximumCount: schemesMaximum) ?? []
    for (index, element) in elements.enumerated() {
      let pointer = "\(body.path("controllers"))/\(index)"
      guard let text = element.stringValue,
        text.wholeMatch(of: /[0-9A-HJ-NPQRTUWXY]{18}/) != nil
      else {
        body.add(
          Fault(pointer, "pattern", zh: "应为 18 位统一社会信用代码", en: "must be a USCC of 18 characters"))
        continue
      }
      if !codes.insert(text).inserted { body.add(.duplicate(pointer, text)) }
    }
    return codes.sorted()
  }
}
