import Catalog
import Foundation
import Testing

@testable import Documents

@Suite("Notices for print")
struct NoticePageTests {
  private static func label(_ zh: String, times: Int) -> Label {
    Label(
      zh: String(repeating: zh, count: times),
      en: String(repeating: "long words ", count: times))
  }

  /// A notice with as much of everything as a builder may give, in texts of that length.
  private static func notice(times: Int, items: Int) -> Notice {
    let text = label("较长的说明文字", times: times)
    let path = Notice.Path(changes: text, days: 180, departments: [text, text])
    return Notice(
      enterprise: "某某企业", need: text, needID: "need_1", runID: "run_1",
      decidedOn: "2026-11-20",
      products: (0..<min(6, items * 2)).map { _ in
        Notice.Product(name: text, institution: text, limit: text, cost: text)
      }, furtherProducts: 3,
      missing: (0..<min(8, items * 2)).map { _ in
        Notice.Missing(label: text, department: text)
      },
      refusals: (0..<items).map { _ in
        Notice.Refusal(
          name: text, institution: text, reasons: [text, text, text, text], paths: [path, path],
          qualifyOn: "2027-01-01", review: text)
      }, pins: [Notice.Pin(label: text, value: "1")], receiptID: "rcpt_1")
  }

  @Test("a notice is cut until it fits one page, and no product is lost from the count")
  func fits() {
    for isChinese in [true, false] {
      let fitting = NoticeFitting(words: NoticeWords(isChinese: isChinese))
      for times in [1, 2, 4, 8, 12] {
        let whole = Self.notice(times: times, items: 3)
        let cut = fitting.fitted(whole)
        #expect(fitting.height(cut) <= NoticeFitting.pageHeight, "\(isChinese) \(times)")
        #expect(cut.products.count + cut.furtherProducts == 6 + 3)
        #expect(!cut.products.isEmpty && !cut.refusals.isEmpty)
        #expect(cut.refusals.allSatisfy { !$0.reasons.isEmpty })
      }
    }
  }

  @Test("a notice that fits is left whole")
  func whole() {
    let fitting = NoticeFitting(words: NoticeWords(isChinese: true))
    let notice = Self.notice(times: 1, items: 1)
    let cut = fitting.fitted(notice)
    #expect(cut.missing.count == notice.missing.count)
    #expect(cut.refusals[0].reasons.count == 4 && cut.refusals[0].paths.count == 2)
  }

  @Test("values are escaped, the style is admitted by its hash, and nothing is fetched")
  func safe() throws {
    var notice = Self.notice(times: 1, items: 1)
    notice.enterprise = "<script>\"'&</style><b>"
    notice.receiptID = "</p><img src=x>"
    let page = try NoticePage(notice, isChinese: true)
    #expect(page.html.contains("&lt;script&gt;&quot;&#39;&amp;&lt;/style&gt;&lt;b&gt;"))
    #expect(!page.html.contains("<img") && !page.html.contains("<script"))
    #expect(page.html.components(separatedBy: "</style>").count == 2)
    #expect(page.contentSecurityPolicy == PagePolicy.contentSecurityPolicy(of: page.html))
    #expect(page.contentSecurityPolicy.contains("style-src 'sha256-"))
    let bare = PagePolicy.contentSecurityPolicy(of: "<p>no style</p>")
    #expect(bare.contains("style-src 'none'"))
  }

  @Test("an empty notice says that nothing fits, and leaves out what there is nothing to say of")
  func empty() throws {
    var notice = Self.notice(times: 1, items: 1)
    (notice.products, notice.missing, notice.refusals, notice.furtherProducts) = ([], [], [], 0)
    let page = try NoticePage(notice, isChinese: false)
    #expect(page.html.contains("No product fits at present."))
    #expect(!page.html.contains("What to supply") && !page.html.contains("nearest products"))
    #expect(page.html.contains("Your rights"))
  }
}
