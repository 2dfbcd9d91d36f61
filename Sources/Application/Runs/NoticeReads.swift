import Catalog
import Decision
import Documents
import Domain
import Pricing
import Store

extension Application {
  /// The 结果告知书 of a run as a page for print.
  ///
  /// - Parameter isChinese: otherwise English.
  public func notice(
    of run: RunID, isChinese: Bool, actor: Actor
  ) async throws -> PrintedPage {
    let run = try await loadRun(run, actor: actor)
    let reviews = try await latestReviews(of: run.record.id, product: nil)
    let builder = NoticeBuilder(run: run, reviews: reviews, regions: reference.regions)
    let page = try NoticePage(
      builder.notice(receiptID: try await receiptIdentifier(run)), isChinese: isChinese)
    return PrintedPage(html: page.html, contentSecurityPolicy: page.contentSecurityPolicy)
  }

  /// What a product of a run costs, item by item.
  ///
  /// - Throws: `.notFound` also when no price of it is published.
  public func costSheet(
    of run: RunID, product: String, actor: Actor
  ) async throws -> CostSheetView {
    let run = try await loadRun(run, actor: actor)
    let decision = try run.decision(product)
    guard let sheet = run.engine.costSheet(run.input, product: decision.productCode) else {
      throw ApplicationError.notFound(what: "cost sheet")
    }
    let names = CostSheetNames(
      sheet, catalog: run.loaded.catalog, enterprise: run.enterprise.name,
      reference: run.record.need.text)
    return CostSheetView(
      json: CostSheetJSON.json(sheet, of: run),
      page: {
        let page = try CostSheetPage(sheet, names: names)
        return PrintedPage(html: page.html, contentSecurityPolicy: page.contentSecurityPolicy)
      })
  }
}

/// How a cost sheet looks: the sheet with the run it is of.
enum CostSheetJSON {
  static func json(_ sheet: CostSheet, of run: LoadedRun) -> JSON {
    guard case .object(var members) = sheet.json else { return sheet.json }
    members["run_id"] = .string(run.record.id.text)
    members["need_id"] = .string(run.record.need.text)
    members["pins"] = RunView.pins(run.record)
    return .object(members)
  }
}
