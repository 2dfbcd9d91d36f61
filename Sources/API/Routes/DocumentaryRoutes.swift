import Application
import Domain
import HTTPTypes

/// What is handed over about a run: pages for print, the result in codes, and the signed receipt.
enum DocumentaryRoutes {
  static func all(_ backend: any Backend) -> [Route] {
    [
      (RouteTable.getCostSheet, { call in try await costSheet(call, backend) }),
      (
        RouteTable.getNotice,
        { call in
          .page(
            try await backend.notice(
              of: try call.identifier(), isChinese: call.language == .chinese,
              actor: try call.actor()))
        }
      ),
      (
        RouteTable.getResult,
        { call in
          .json(try await backend.result(of: try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.getReceipt,
        { call in
          // Each is signed anew at the time of asking, so there is no tag to compare.
          var answer = Answer.json(
            try await backend.receipt(of: try call.identifier(), actor: try call.actor()))
          answer.entityTag = nil
          return answer
        }
      ),
      (
        RouteTable.receiptKeys,
        { _ in
          .document(
            try await backend.receiptKeys().canonicalBytes, contentType: "application/jwk-set+json")
        }
      ),
    ]
  }

  /// JSON, or a page where `Accept` asks for one.
  private static func costSheet(_ call: Call, _ backend: any Backend) async throws -> Answer {
    let sheet = try await backend.costSheet(
      of: try call.identifier(), product: try call.product("product"), actor: try call.actor())
    var answer: Answer =
      call.prefersHTML ? .page(try sheet.page()) : .json(sheet.json)
    answer.headers.append((.vary, "Accept"))
    answer.entityTag = EntityTag(version: nil, content: answer.bytes)
    return answer
  }
}
