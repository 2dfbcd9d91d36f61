import Domain

/// The checked body of `POST /v1/enterprises`.
struct EnterpriseInput {
  var uscc: String
  var usccOverrideReason: String?
  var name: String
  var region: String
  var industry: String
  var registeredOn: LegalDate
  var warnings: [Fault]

  /// - Throws: `ApplicationError.invalid` with every fault.
  init(_ json: JSON, reference: ReferenceData, today: LegalDate) throws(ApplicationError) {
    var body = ObjectReader(json)
    let reason = body.string("uscc_override_reason", maximumLength: 500)
    var warnings: [Fault] = []
    let uscc = Self.uscc(&body, override: reason, warnings: &warnings)
    let attributes = EnterpriseAttributes(&body, reference: reference, today: today)
    for member in ["name", "region", "industry", "registered_on"] { _ = body.required(member) }
    let faults = body.finish()
    guard faults.isEmpty, let uscc, let name = attributes.name, let region = attributes.region,
      let industry = attributes.industry, let registeredOn = attributes.registeredOn
    else { throw .invalid(faults) }
    self.uscc = uscc
    self.usccOverrideReason = reason
    self.name = name
    self.region = region
    self.industry = industry
    self.registeredOn = registeredOn
    self.warnings = warnings
  }

  private static func uscc(
    _ body: inout ObjectReader, override reason: String?, warnings: inout [Fault]
  ) -> String? {
    guard let text = body.requiredString("uscc", maximumLength: 64) else { return nil }
    do throws(Fault) {
      let uscc = try USCC(text)
      if let warning = uscc.organisationCheckWarning {
        warnings.append(warning.under(body.path("uscc")))
      }
      return uscc.text
    } catch {
      // GB 32100-2015 codes issued in early pilots fail the check digit; a stated reason admits them.
      if reason != nil, error.code == "checksum", let legacy = try? USCC(legacyOverride: text) {
        warnings.append(error.under(body.path("uscc")))
        return legacy.text
      }
      body.add(error.under(body.path("uscc")))
      return nil
    }
  }
}

/// The attributes an enterprise may also change later; each nil when absent or faulty.
struct EnterpriseAttributes {
  var name: String?
  var region: String?
  var industry: String?
  var registeredOn: LegalDate?

  init(_ body: inout ObjectReader, reference: ReferenceData, today: LegalDate) {
    name = body.string("name", maximumLength: 200)
    if let text = body.string("region", maximumLength: 6) {
      do throws(Fault) {
        region = try reference.regions.region(text).code.text
      } catch {
        body.add(error.under(body.path("region")))
      }
    }
    if let text = body.string("industry", maximumLength: 4) {
      do throws(Fault) {
        industry = try reference.industries.industry(text).text
      } catch {
        body.add(error.under(body.path("industry")))
      }
    }
    if let day = body.day("registered_on") {
      if day > today {
        body.add(
          Fault(
            body.path("registered_on"), "future", zh: "不得晚于今天", en: "must not lie in the future"))
      } else {
        registeredOn = day
      }
    }
  }
}
