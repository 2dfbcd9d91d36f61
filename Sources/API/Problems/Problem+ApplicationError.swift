import Application
import Domain

extension Problem {
  /// What a use case's refusal is over HTTP, as `ApplicationError` documents it.
  ///
  /// - Parameter isRead: faults of a read come from the query, which is 400 and not 422.
  init(_ error: ApplicationError, isRead: Bool, options: APIOptions) {
    switch error {
    case .invalid(let faults):
      self.init(
        isRead ? .invalidParameter : .validationFailed,
        detail: Text("\(faults.count) 处需要修改", "\(faults.count) to correct"),
        entries: faults.map { isRead ? Entry($0).inQuery : Entry($0) })
    case .notFound(let what):
      self.init(.notFound, detail: Text("没有找到:\(what)", "not found: \(what)"))
    case .erased(let at):
      self.init(
        .enterpriseErased,
        detail: Text("该企业的数据已于 \(at.text) 依法删除", "the enterprise was lawfully erased at \(at.text)")
      )
      erasedAt = at.text
    case .gone(let code, let zh, let en):
      self.init(ProblemCode.gone(code), detail: Text(zh, en))
    case .conflict(let code, let zh, let en):
      self.init(ProblemCode.conflict(code), detail: Text(zh, en))
      self.code = code
    case .staleVersion(let current):
      self.init(
        .staleVersion,
        detail: Text("当前版本为 \(current)", "the current version is \(current)"),
        headers: [("ETag", "\"\(current)\"")])
    case .forbidden(let zh, let en):
      self.init(.forbidden, detail: Text(zh, en))
    case .idempotencyInFlight:
      self.init(
        .idempotencyInFlight,
        headers: [("Retry-After", String(options.inFlightRetryAfterSeconds))])
    case .idempotencyReused:
      self.init(
        .idempotencyKeyReused,
        entries: [
          Entry(
            "header:Idempotency-Key", "reused",
            Text("该键已用于内容不同的请求", "this key came with another request before"))
        ])
    case .unavailable(let seconds):
      self.init(.unavailable, headers: [("Retry-After", String(max(1, seconds)))])
    }
  }
}

extension Problem.Entry {
  /// A read has no body: `/region` of a use case is `query:region` of the request.
  fileprivate var inQuery: Problem.Entry {
    var copy = self
    if pointer.hasPrefix("/") { copy.pointer = "query:" + pointer.dropFirst() }
    return copy
  }
}

extension ProblemCode {
  /// What counts no more, by its code; one that is not listed is not found.
  static func gone(_ code: String) -> ProblemCode {
    guard let known = ProblemCode(rawValue: code), known.status == 410 else { return .notFound }
    return known
  }

  /// The kind of a conflict by its code; one that is not listed is a plain `conflict`.
  static func conflict(_ code: String) -> ProblemCode {
    guard let known = ProblemCode(rawValue: code), known.status == 409 else { return .conflict }
    return known
  }
}
