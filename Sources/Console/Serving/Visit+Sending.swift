import API
import Application
import Domain
import HTTPTypes
import Hummingbird

extension Visit {
  /// Does what a form asks for. Whatever is refused comes back as the form, with all that was typed: faults
  /// stand beside the fields that they are about, any other reason beside the form.
  ///
  /// - Parameters:
  ///   - places: fields of the form by the pointers of what it asks.
  ///   - again: shows the form.
  ///   - act: does it, and says where to go on.
  func send(
    _ form: Form, places: [String: String],
    again: (Form, HTTPResponse.Status) async throws -> Response,
    act: () async throws -> Response
  ) async throws -> Response {
    var form = told(form)
    // What was sent is not what was typed: whoever typed it looks at it once more.
    guard self.form.cleaned.isEmpty else { return try await again(form, .unprocessableContent) }
    let refused: Refusal
    do {
      return try await act()
    } catch ApplicationError.invalid(let faults) {
      form.take(faults, places: places, say: say)
      return try await again(form, .unprocessableContent)
    } catch PageError.refused(let refusal) {
      refused = refusal
    } catch {
      // A fault of the service is logged where all of them are.
      guard let refusal = Refusal(error, isRead: false) else { throw error }
      refused = refusal
    }
    form.take(refused, key: self.form["form_key"], language)
    var response = try await again(form, HTTPResponse.Status(code: refused.status))
    refused.add(to: &response)
    return response
  }

  /// A form that was sent, with the fields told of that control characters were taken out of.
  func told(_ form: Form) -> Form {
    var form = form
    form.take(self.form.cleaned, say("control_characters"))
    return form
  }

  /// What was sent, for a page that cannot show its form again: to be sent once more where that may help, and
  /// to be read in any case. Nil where nothing was sent, or nothing that somebody typed.
  func kept(_ refusal: Refusal) -> [String: Any]? {
    // Without the proof of a session nothing is handed back.
    guard caller != nil, let key = form["form_token"].flatMap({ _ in form["form_key"] ?? "" })
    else {
      return nil
    }
    let fields = form.pairs.filter { !["form_token", "form_key"].contains($0.name) }
    guard refusal.isPassing || !fields.isEmpty else { return nil }
    let names = parts.renderer.words.names
    return [
      "may_repeat": refusal.isPassing, "kept_key": key, "has_typed": !fields.isEmpty,
      "typed": fields.map { field in
        [
          "name": field.name, "value": field.value,
          "term": names.contains(field.name) ? say(field.name) : field.name,
        ]
      },
    ]
  }
}

extension Refusal {
  /// Whether the same form may be done later.
  var isPassing: Bool { status == 429 || status >= 500 || code == "idempotency_in_flight" }

  /// Sets what the answer says beside its page, such as `Retry-After`.
  func add(to response: inout Response) {
    for (name, value) in headers {
      // Of a browser that is signed in by a cookie, no token is asked.
      guard let name = HTTPField.Name(name), name != .wwwAuthenticate else { continue }
      response.headers[name] = value
    }
  }
}
