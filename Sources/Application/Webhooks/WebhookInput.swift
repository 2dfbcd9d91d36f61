import Domain
import Store

/// The checked body of a new webhook.
struct WebhookOrder {
  var address: WebhookAddress
  var types: [String]
  /// Whose; nil: the caller's own.
  var organisation: String?

  init(_ json: JSON, allowsPrivate: Bool) throws(ApplicationError) {
    var body = ObjectReader(json)
    _ = body.required("url")
    let address = body.webhookAddress(allowsPrivate: allowsPrivate)
    types = body.webhookTypes() ?? []
    organisation = body.string("organisation", maximumLength: 64)
    let faults = body.finish()
    guard faults.isEmpty, let address else { throw .invalid(faults) }
    self.address = address
  }
}

/// The checked body of a change; what is not there stays as it is.
struct WebhookChange {
  var address: WebhookAddress?
  var types: [String]?
  var state: WebhookState?

  init(_ json: JSON, allowsPrivate: Bool) throws(ApplicationError) {
    var body = ObjectReader(json)
    address = body.webhookAddress(allowsPrivate: allowsPrivate)
    types = body.webhookTypes()
    state = body.choice("state", of: WebhookState.self)
    var faults = body.finish()
    if faults.isEmpty, address == nil, types == nil, state == nil {
      faults.append(
        Fault("", "empty", zh: "请给出要修改的字段", en: "give at least one member to change"))
    }
    guard faults.isEmpty else { throw .invalid(faults) }
  }
}

/// The checked body of a rotation.
struct WebhookRotation {
  /// How long the key in use goes on signing.
  var overlapHours: Int64

  init(_ json: JSON, _ options: WebhookOptions) throws(ApplicationError) {
    var body = ObjectReader(json)
    overlapHours =
      body.integer("overlap_hours", in: 0...options.overlapHoursMaximum) ?? options.overlapHours
    let faults = body.finish()
    guard faults.isEmpty else { throw .invalid(faults) }
  }
}

/// The checked body of a replay.
struct WebhookReplayOrder {
  var filter: WebhookReplayFilter
  var isDryRun: Bool

  /// Either ids, or a beginning with or without an end.
  init(_ json: JSON, maximum: Int) throws(ApplicationError) {
    var body = ObjectReader(json)
    var faults: [Fault] = []
    var ids: [WebhookDeliveryID]?
    if let elements = body.array("ids", maximumCount: maximum) {
      ids = elements.enumerated().compactMap { place, element in
        let id = element.stringValue.flatMap { WebhookDeliveryID($0) }
        if id == nil {
          faults.append(
            Fault(
              "/ids/\(place)", "identifier", zh: "应为 whd_ 开头的编号",
              en: "must be an identifier that begins with whd_"))
        }
        return id
      }
    }
    let from = body.instant("from")
    let until = body.instant("to")
    var states: [WebhookDeliveryState]?
    if let elements = body.array("states", maximumCount: 3) {
      states = elements.enumerated().compactMap { place, element in
        let state = element.stringValue.flatMap { WebhookDeliveryState(rawValue: $0) }
        guard let state, state != .pending else {
          faults.append(
            Fault(
              "/states/\(place)", "unknown_value", zh: "取值应为:delivered, failed, discarded",
              en: "must be one of: delivered, failed, discarded"))
          return nil
        }
        return state
      }
    }
    isDryRun = body.boolean("dry_run") ?? false
    faults = body.finish() + faults
    if faults.isEmpty, (ids == nil) == (from == nil) || (ids != nil && until != nil) {
      faults.append(
        Fault(
          "/ids", "exclusive", zh: "请给出 ids,或 from(可加 to),二者择一",
          en: "give either ids, or from with or without to"))
    }
    guard faults.isEmpty else { throw .invalid(faults) }
    // By id whatever became of it; by time what did not arrive, unless told otherwise.
    filter = WebhookReplayFilter(
      deliveries: ids, from: from, until: until,
      states: states ?? (ids == nil ? [.failed, .discarded] : [.delivered, .failed, .discarded]))
  }
}

extension ObjectReader {
  fileprivate mutating func webhookAddress(allowsPrivate: Bool) -> WebhookAddress? {
    guard let text = string("url", maximumLength: WebhookAddress.maximumLength) else { return nil }
    do {
      return try WebhookAddress(text, allowsPrivate: allowsPrivate)
    } catch {
      add(Fault(path("url"), error.code, zh: error.zh, en: error.en))
      return nil
    }
  }

  /// Public event types, sorted, each once.
  fileprivate mutating func webhookTypes() -> [String]? {
    guard let elements = array("types", maximumCount: 100) else { return nil }
    var types: Set<String> = []
    for (place, element) in elements.enumerated() {
      if let type = element.stringValue.flatMap({ EventType(rawValue: $0) }), type.isPublic {
        types.insert(type.rawValue)
      } else {
        let known = EventType.publicTypes.map(\.rawValue).joined(separator: ", ")
        add(
          Fault(
            path("types") + "/\(place)", "unknown_value", zh: "取值应为:\(known)",
            en: "must be one of: \(known)"))
      }
    }
    return types.sorted()
  }

  fileprivate mutating func instant(_ name: String) -> Instant? {
    guard let text = string(name, maximumLength: 40) else { return nil }
    guard let instant = Instant(text) else {
      add(
        Fault(
          path(name), "instant", zh: "应为带时区的 RFC 3339 时间",
          en: "must be an RFC 3339 instant with an offset"))
      return nil
    }
    return instant
  }
}
