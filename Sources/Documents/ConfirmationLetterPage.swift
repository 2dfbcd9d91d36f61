import Domain

/// The letter that asks a debtor to confirm what it owes (应收账款确权函) as a page for print, Chinese first
/// with English beside it: one document for A4, no script, nothing loaded from anywhere, every value
/// escaped.
public struct ConfirmationLetterPage: Sendable {
  /// What stands in the letter.
  public struct Values: Sendable {
    public var seller: (name: String, uscc: String)
    public var debtor: (name: String, uscc: String)
    /// Code and number.
    public var invoice: String
    public var contract: String?
    public var gross: Fen
    public var vat: Fen
    public var invoicedOn: LegalDate
    public var payableOn: LegalDate
    /// The last day the debtor has to answer.
    public var confirmBy: LegalDate
    /// The article that says so; nil where the regulation does not bind the debtor.
    public var law: String?
    /// A number it can be found by.
    public var reference: String
    /// Of what is confirmed.
    public var digest: String
    public var madeOn: LegalDate

    public init(
      seller: (name: String, uscc: String), debtor: (name: String, uscc: String),
      invoice: String, contract: String?, gross: Fen, vat: Fen, invoicedOn: LegalDate,
      payableOn: LegalDate, confirmBy: LegalDate, law: String?, reference: String, digest: String,
      madeOn: LegalDate
    ) {
      self.seller = seller
      self.debtor = debtor
      self.invoice = invoice
      self.contract = contract
      self.gross = gross
      self.vat = vat
      self.invoicedOn = invoicedOn
      self.payableOn = payableOn
      self.confirmBy = confirmBy
      self.law = law
      self.reference = reference
      self.digest = digest
      self.madeOn = madeOn
    }
  }

  /// The whole document.
  public let html: String
  /// `Content-Security-Policy` that admits the page's own style by its hash and nothing else.
  public let contentSecurityPolicy: String

  /// - Throws: when a template is not well formed: a fault of this module that a test would show.
  public init(_ values: Values) throws {
    html = try Templates.page("confirmation_letter", Self.members(values))
    contentSecurityPolicy = CostSheetStyle.contentSecurityPolicy
  }

  private static func members(_ values: Values) -> [String: Any] {
    func row(_ zh: String, _ en: String, _ text: String) -> [String: Any] {
      ["label": ["zh": zh, "en": en], "text": text]
    }
    var rows = [
      row("卖方（债权人）", "Seller", "\(values.seller.name)（\(values.seller.uscc)）"),
      row("发票", "Invoice", values.invoice),
    ]
    if let contract = values.contract { rows.append(row("合同", "Contract", contract)) }
    rows += [
      row("价税合计（元）", "Gross, CNY", values.gross.yuanText),
      row("其中税额（元）", "VAT in it, CNY", values.vat.yuanText),
      row("开票日", "Invoiced on", values.invoicedOn.text),
      row("应付款日", "Payable on", values.payableOn.text),
      row("请于此日前确认", "Please answer by", values.confirmBy.text),
      row("内容摘要", "Digest of what is confirmed", values.digest),
    ]
    var members: [String: Any] = [
      "style": CostSheetStyle.text, "debtor": "\(values.debtor.name)（\(values.debtor.uscc)）",
      "rows": rows, "reference": values.reference, "day": values.madeOn.text,
    ]
    if let law = values.law { members["law"] = law }
    return members
  }
}

extension Templates {
  static let confirmationLetter = """
    <!DOCTYPE html>
    <html lang="zh-CN">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>应收账款确权函</title>
    <style>{{{style}}}</style>
    </head>
    <body>
    <h1>应收账款确权函 <span lang="en">Request to confirm a receivable</span></h1>
    <p>致 <span lang="en">To</span>：{{debtor}}</p>
    <p>卖方拟以下列应收账款融资，请核对后确认债权债务关系；如有异议，请说明原因。 <span lang="en">The seller wants to raise money on this receivable. Please check and confirm that it is owed, or say why not.</span></p>
    <table>
    <tbody>
    {{#rows}}<tr><th scope="row">{{#label}}{{>both}}{{/label}}</th><td>{{text}}</td></tr>
    {{/rows}}</tbody>
    </table>
    {{#law}}<p>依据 <span lang="en">By</span>：{{.}}</p>
    {{/law}}<footer>编号 <span lang="en">Reference</span> {{reference}} · {{day}}</footer>
    </body>
    </html>

    """
}
