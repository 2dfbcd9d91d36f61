import Catalog
import Mustache

/// The 结果告知书 as one A4 page of HTML, in Chinese or English: no script, nothing loaded from
/// anywhere, every value escaped.
public struct NoticePage: Sendable {
  /// The whole document.
  public let html: String
  /// `Content-Security-Policy` that admits the page's own style by its hash and nothing else.
  public let contentSecurityPolicy: String

  /// - Parameter isChinese: otherwise English.
  /// - Throws: when the template is not well formed: a fault of this module that a test would show.
  public init(_ notice: Notice, isChinese: Bool) throws {
    let words = NoticeWords(isChinese: isChinese)
    let fitted = NoticeFitting(words: words).fitted(notice)
    html = try Self.parsed.get().render(Self.values(fitted, words))
    contentSecurityPolicy = PagePolicy.contentSecurityPolicy(of: html)
  }

  private static let parsed = Result { try MustacheTemplate(string: template) }

  private static func values(_ notice: Notice, _ words: NoticeWords) -> [String: Any] {
    func text(_ label: Label) -> String { words.isChinese ? label.zh : label.en }
    let products: [[String: Any]] = notice.products.enumerated().map { index, product in
      [
        "rank": "\(index + 1)", "name": text(product.name),
        "institution": text(product.institution), "limit": text(product.limit),
        "cost": text(product.cost),
      ]
    }
    let missing: [[String: Any]] = notice.missing.map { item in
      ["label": text(item.label), "department": item.department.map(text).map(words.from) ?? ""]
    }
    let refusals: [[String: Any]] = notice.refusals.map { refusal in
      [
        "name": text(refusal.name), "institution": text(refusal.institution),
        "reasons": refusal.reasons.map { ["text": text($0)] },
        "paths": refusal.paths.map { path in
          [
            "changes": text(path.changes),
            "how": words.how(days: path.days, departments: path.departments.map(text)),
          ]
        },
        "remarks": [refusal.qualifyOn.map(words.qualify), refusal.review.map(text)]
          .compactMap(\.self).map { ["text": $0] },
      ]
    }
    return [
      "style": style, "language": words.isChinese ? "zh-CN" : "en", "words": words.values,
      "enterprise": notice.enterprise, "need": text(notice.need), "needID": notice.needID,
      "runID": notice.runID, "decidedOn": notice.decidedOn, "products": products,
      "hasProducts": !products.isEmpty,
      "further": notice.furtherProducts > 0 ? words.further(notice.furtherProducts) : "",
      "missing": missing, "hasMissing": !missing.isEmpty, "refusals": refusals,
      "hasRefusals": !refusals.isEmpty,
      "pins": notice.pins.map { ["label": text($0.label), "value": $0.value] },
      "receiptID": notice.receiptID,
    ]
  }

  /// 12 mm margins and 9 pt leave room for six products and three refusals on one page.
  static let style = """
    @page{size:A4;margin:12mm}
    *{box-sizing:border-box}
    body{font:9pt/1.4 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif;\
    color:#111;max-width:186mm;margin:0 auto;padding:4mm 0}
    h1{font-size:15pt;text-align:center;margin:0 0 2mm}
    h2{font-size:10pt;margin:3mm 0 1mm;padding-bottom:.5mm;border-bottom:.4mm solid #8a1c1c}
    h3{font-size:9pt;margin:1.5mm 0 .5mm}
    p,ul{margin:.5mm 0}ul{padding-left:4mm}
    table{width:100%;border-collapse:collapse}
    th,td{text-align:left;vertical-align:top;padding:.6mm 1mm;border-bottom:.2mm solid #bbb}
    .number{text-align:right;white-space:nowrap}
    .small{font-size:7.5pt;color:#444;overflow-wrap:anywhere}
    .mark{font-weight:600}
    .cut{page-break-inside:avoid}
    """

  private static let template = """
    <!DOCTYPE html>
    <html lang="{{language}}">
    <head><meta charset="utf-8"><title>{{words.title}} {{runID}}</title><style>{{{style}}}</style></head>
    <body>
    <h1>{{words.title}}</h1>
    <table>
    <tr><th scope="row">{{words.enterprise}}</th><td>{{enterprise}}</td>\
    <th scope="row">{{words.date}}</th><td>{{decidedOn}}</td></tr>
    <tr><th scope="row">{{words.need}}</th><td colspan="3">{{need}}</td></tr>
    </table>
    <h2>{{words.products}}</h2>
    {{#hasProducts}}
    <table>
    <tr><th>#</th><th>{{words.product}}</th><th>{{words.institution}}</th>\
    <th class="number">{{words.limit}}</th><th class="number">{{words.cost}}</th></tr>
    {{#products}}
    <tr><td>{{rank}}</td><td>{{name}}</td><td>{{institution}}</td>\
    <td class="number">{{limit}}</td><td class="number">{{cost}}</td></tr>
    {{/products}}
    </table>
    <p class="small">{{further}} {{words.costNote}}</p>
    {{/hasProducts}}
    {{^hasProducts}}
    <p>{{words.noProducts}}</p>
    {{/hasProducts}}
    {{#hasMissing}}
    <h2>{{words.missing}}</h2>
    <ul>
    {{#missing}}
    <li>{{label}}<span class="small">{{department}}</span></li>
    {{/missing}}
    </ul>
    {{/hasMissing}}
    {{#hasRefusals}}
    <h2>{{words.refusals}}</h2>
    {{#refusals}}
    <section class="cut">
    <h3>{{name}} · {{institution}}</h3>
    <ul>
    {{#reasons}}
    <li>{{text}}</li>
    {{/reasons}}
    </ul>
    {{#paths}}
    <p><span class="mark">{{words.path}}</span>{{changes}}<span class="small">{{how}}</span></p>
    {{/paths}}
    {{#remarks}}
    <p>{{text}}</p>
    {{/remarks}}
    </section>
    {{/refusals}}
    {{/hasRefusals}}
    <h2>{{words.rights}}</h2>
    <p>{{words.rightsText}}</p>
    <p class="mark">{{words.institutionsDecide}}</p>
    <p class="small">{{words.numbers}} {{needID}} · {{runID}}<br>\
    {{#pins}}{{label}} {{value}} · {{/pins}}{{words.receipt}} {{receiptID}}</p>
    <p class="small">{{words.verify}}</p>
    </body>
    </html>

    """
}
