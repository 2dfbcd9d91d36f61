import API
import Application
import Domain
import HTTPTypes
import Hummingbird

extension Visit {
  /// A page of a template.
  ///
  /// - Parameters:
  ///   - title: as it is shown.
  ///   - isLive: whether the page follows what it shows.
  func show(
    _ template: String, title: String, _ values: [String: Any] = [:],
    status: HTTPResponse.Status = .ok, isLive: Bool = false
  ) throws -> Response {
    var values = values
    values["heading"] = title
    values.merge(formValues) { own, _ in own }
    // Whoever hears the title of a page hears at once that a form was not done.
    let isUndone = values["wrong"] as? Bool ?? false || values["refused"] is [String: String]
    let heard = isUndone ? "\(say("not_done")): \(title)" : title
    let html = try parts.renderer.page(
      template, values, frame: frame(title: heard, isLive: isLive), language)
    return Response(
      status: status, headers: [.contentType: "text/html; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: html)))
  }

  /// A page with one form, which is sent to the address of the page unless `values` say another.
  func show(
    _ form: Form, title: String, submit: String, _ values: [String: Any] = [:],
    status: HTTPResponse.Status = .ok
  ) throws -> Response {
    var all: [String: Any] = [
      "action": path, "submit": submit, "lead": false, "has_lines": false, "empty": false,
      "may_keep": false, "may_publish": false, "has_result": false,
    ]
    all.merge(form.values) { _, own in own }
    all.merge(values) { _, own in own }
    return try show("form", title: title, all, status: status)
  }

  /// Goes on to another page, by a `GET`.
  func go(to place: String, cookies: [String] = []) -> Response {
    var response = Response(status: .seeOther, headers: [.location: place])
    for cookie in cookies { response.headers.append(HTTPField(name: .setCookie, value: cookie)) }
    return response
  }

  /// A page for print with its own security policy.
  func show(_ page: PrintedPage) -> Response {
    Response(
      status: .ok,
      headers: [
        .contentType: "text/html; charset=utf-8",
        .contentSecurityPolicy: page.contentSecurityPolicy,
      ], body: .init(byteBuffer: ByteBuffer(string: page.html)))
  }

  /// What went wrong, as a page; of a form, with what was typed.
  func show(_ refusal: Refusal) throws -> Response {
    let title = refusal.title.inLanguage(language)
    var response = try show(
      "refusal", title: title,
      [
        "detail": refusal.detail?.inLanguage(language) ?? "", "code": refusal.code,
        "path": path, "kept": kept(refusal).map { $0 as Any } ?? false,
      ],
      status: HTTPResponse.Status(code: refusal.status))
    refusal.add(to: &response)
    return response
  }

  private func frame(title: String, isLive: Bool) -> [String: Any] {
    var frame: [String: Any] = [
      "w": parts.renderer.words.all(language), "title": title,
      "lang": language == .chinese ? "zh-CN" : "en", "path": path, "live": isLive,
      "chinese": language == .chinese, "signed_in": caller != nil,
      "form_token": key?.formToken ?? "",
    ]
    frame["links"] = links.map { link in
      [
        "place": link.place, "text": say(link.word),
        "here": path == link.place || path.hasPrefix(link.place + "/"),
      ] as [String: Any]
    }
    if let caller { frame["role"] = say("role_\(caller.role.rawValue)") }
    return frame
  }

  /// What the caller finds in the console; nobody sees the name of a page that is not theirs.
  private var links: [(place: String, word: String)] {
    switch caller?.role {
    case nil: []
    case .enterprise:
      [
        ("/console/needs", "needs"), ("/console/enterprise", "enterprise"),
        ("/console/consents", "consents"), ("/console/receivables", "receivables"),
        ("/console/listing", "listing"), ("/console/warnings", "warnings"),
      ]
    case .liaison, .liaisonManager:
      [
        ("/console/offers", "offers"), ("/console/products", "products"),
        ("/console/headroom", "headroom"), ("/console/listing", "listing"),
        ("/console/warnings", "warnings"),
      ]
    case .operator, .auditor, .service:
      [
        ("/console/funnel", "funnel"), ("/console/needs", "needs"),
        ("/console/listing", "listing"), ("/console/warnings", "warnings"),
        ("/console/targets", "targets"),
        ("/console/fairness", "fairness"), ("/console/policies", "policies"),
      ] + (caller?.role == .auditor ? [] : [("/console/products", "products")])
        + (caller?.region == nil ? [("/console/dead-letters", "dead_letters")] : [])
    }
  }
}
