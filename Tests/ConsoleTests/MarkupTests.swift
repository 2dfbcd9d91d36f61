import Application
import Domain
import Foundation
import HTTPTypes
import Testing

@testable import Console

@Suite("Markup in forms")
struct MarkupTests {
  private static let markup = "<script>alert(1)</script>\"'><b>"

  @Test("markup in any field of any form comes back as text")
  func text() async throws {
    for (role, path) in EveryForm.all {
      let harness = try await EveryForm.harness(of: path)
      harness.backend.set {
        $0.failure = ApplicationError.invalid([Fault("", "wrong", zh: "有误", en: "is wrong")])
      }
      let key = harness.signIn(role)
      let page = try await harness.send(.get, path, key: key)
      #expect(page.status == 200, "\(path)")
      let form = try EveryForm.Shown(page)
      #expect(!form.lines.isEmpty || !form.choices.isEmpty, "\(path)")
      let fields = form.hidden + form.lines.map { ($0, Self.markup) }
      let reply = try await harness.post(
        form.action, key: key, form.lines.isEmpty ? fields + form.choices : fields)
      #expect(reply.status == 422, "\(path)")
      #expect(!reply.text.contains("<script>alert") && !reply.text.contains("<b>"), "\(path)")
      let shown = reply.text.components(separatedBy: "&lt;script&gt;alert(1)").count - 1
      #expect(shown >= form.lines.count, "\(path)")
    }
  }
}
