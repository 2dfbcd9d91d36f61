import Domain
import Store

/// The checked body of a request about one letter.
struct DeadLetterRequest {
  /// Longest reason for a skip, in characters.
  static let maximumReason = 500

  var reason: String?
  /// Only says what would happen.
  var isDryRun: Bool

  /// - Parameter needsReason: a skip says why.
  init(_ json: JSON, needsReason: Bool) throws(ApplicationError) {
    var body = ObjectReader(json)
    reason =
      needsReason ? body.requiredString("reason", maximumLength: Self.maximumReason) : nil
    isDryRun = body.boolean("dry_run") ?? false
    let faults = body.finish()
    guard faults.isEmpty else { throw .invalid(faults) }
  }
}

/// The checked body of a request about many letters.
struct BulkDeadLetterRequest {
  var filter: DeadLetterFilter
  var reason: String?
  var isDryRun: Bool
  /// Letters looked at, at most.
  var limit: Int
  /// Goes on after this one, as an earlier answer's `next` says.
  var after: DeadLetterID?

  /// At least one member of `filter`, or an explicit `all`: nothing moves by mistake.
  init(_ json: JSON, needsReason: Bool) throws(ApplicationError) {
    var body = ObjectReader(json)
    var filter = DeadLetterFilter(state: .open)
    var isNarrowed = false
    if var inner = body.object("filter") {
      filter.reason = inner.string("reason", maximumLength: 100)
      filter.consumer = inner.string("consumer", maximumLength: 100)
      filter.typeName = inner.string("type", maximumLength: 100)
      if let text = inner.string("enterprise_id") {
        filter.enterprise = EnterpriseID(text)
        if filter.enterprise == nil {
          inner.add(
            Fault(
              inner.path("enterprise_id"), "identifier", zh: "应为 ent_ 开头的编号",
              en: "must be an identifier that begins with ent_"))
        }
      }
      if let text = inner.string("created_before") {
        filter.createdBefore = Instant(text)
        if filter.createdBefore == nil {
          inner.add(
            Fault(
              inner.path("created_before"), "instant", zh: "应为带时区的 RFC 3339 时间",
              en: "must be an RFC 3339 instant with an offset"))
        }
      }
      isNarrowed = filter != DeadLetterFilter(state: .open)
      body.merge(inner)
    }
    let isAll = body.boolean("all") ?? false
    reason =
      needsReason
      ? body.requiredString("reason", maximumLength: DeadLetterRequest.maximumReason) : nil
    isDryRun = body.boolean("dry_run") ?? false
    let maximum = Int64(DeadLetterLimits.bulkMaximum)
    limit = Int(body.integer("limit", in: 1...maximum) ?? 100)
    if let text = body.string("after") {
      after = DeadLetterID(text)
      if after == nil {
        body.add(
          Fault(
            "/after", "identifier", zh: "应为 dl_ 开头的编号",
            en: "must be an identifier that begins with dl_"))
      }
    }
    var faults = body.finish()
    if faults.isEmpty, !isNarrowed, !isAll {
      faults.append(
        Fault(
          "/filter", "required", zh: "请给出至少一个条件,或明确 all: true",
          en: "give at least one condition, or all: true"))
    }
    if faults.isEmpty, isNarrowed, isAll {
      faults.append(
        Fault("/all", "exclusive", zh: "不可与条件同时使用", en: "cannot go with conditions"))
    }
    guard faults.isEmpty else { throw .invalid(faults) }
    self.filter = filter
  }
}
