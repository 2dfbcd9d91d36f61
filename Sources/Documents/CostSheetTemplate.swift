extension Templates {
  static let costSheet = """
    <!DOCTYPE html>
    <html lang="zh-CN">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>企业贷款综合融资成本清单 · {{product.zh}}</title>
    <style>{{{style}}}</style>
    </head>
    <body>
    <h1>企业贷款综合融资成本清单 <span lang="en">All-in financing cost sheet</span></h1>
    <p class="lead">{{#institution}}{{>both}}{{/institution}} · {{#product}}{{>both}}{{/product}}</p>
    {{#enterprise}}<p class="lead">企业 <span lang="en">Enterprise</span>：{{.}}</p>
    {{/enterprise}}{{#reference}}<p class="lead">编号 <span lang="en">Reference</span>：{{.}}</p>
    {{/reference}}<h2>一、测算条件 <span lang="en">What is calculated</span></h2>
    <table>
    <tbody>
    {{#basis}}<tr><th scope="row">{{#label}}{{>both}}{{/label}}</th><td>{{#value}}{{>both}}{{/value}}</td></tr>
    {{/basis}}</tbody>
    </table>
    {{>cost_items}}
    {{>cost_flows}}
    <h2>说明 <span lang="en">Notes</span></h2>
    <ol class="notes">
    {{#notes}}<li>{{>both}}</li>
    {{/notes}}</ol>
    <h2>依据 <span lang="en">Sources</span></h2>
    <ol class="notes">
    {{#sources}}<li>{{text}}{{#unverified}} <span class="mark">〔待核实 <span lang="en">not verified</span>〕</span>{{/unverified}}</li>
    {{/sources}}</ol>
    <footer>测算日 <span lang="en">Calculated for</span> {{day}} · 仅供比较，不构成贷款承诺，是否提供融资由机构决定 <span lang="en">For comparison only; no offer. Whether to lend is for the institution to decide.</span></footer>
    </body>
    </html>

    """

  /// Items, subsidies and totals.
  static let costItems = """
    <h2>二、成本构成 <span lang="en">What it consists of</span></h2>
    <table>
    <thead>
    <tr><th scope="col">项目 <span lang="en">Item</span></th><th scope="col">收取方 <span lang="en">Payee</span></th><th scope="col">收取方式与标准 <span lang="en">Mode and rate</span></th><th scope="col">收取周期 <span lang="en">Cycle</span></th><th scope="col" class="number">金额（元） <span lang="en">CNY</span></th><th scope="col" class="number">名义年化 <span lang="en">Nominal</span></th><th scope="col" class="number">实际年化 <span lang="en">Effective</span></th></tr>
    </thead>
    <tbody>
    {{#items}}<tr><td>{{#name}}{{>both}}{{/name}}{{#flags}} <span class="flag">{{>both}}</span>{{/flags}}{{#unverified}} <span class="mark">〔待核实 <span lang="en">not verified</span>〕</span>{{/unverified}}</td><td>{{#payee}}{{>both}}{{/payee}}</td><td>{{#mode}}{{>both}}{{/mode}}{{#rate}} {{.}}{{/rate}}{{#unpublished}} {{>both}}{{/unpublished}}</td><td>{{#cycle}}{{>both}}{{/cycle}}</td><td class="number">{{amount}}</td><td class="number">{{nominal}}</td><td class="number">{{effective}}</td></tr>
    {{/items}}<tr class="total"><td colspan="4">综合融资成本（补贴前） <span lang="en">All-in cost before subsidies</span></td><td class="number">{{before.amount}}</td><td class="number">{{before.nominal}}</td><td class="number">{{before.effective}}{{#before.unpublished}}{{>both}}{{/before.unpublished}}</td></tr>
    </tbody>
    </table>
    <h2>三、财政补贴 <span lang="en">Subsidies</span></h2>
    {{#has_subsidies}}<table>
    <thead>
    <tr><th scope="col">补贴 <span lang="en">Subsidy</span></th><th scope="col">标准 <span lang="en">Rule</span></th><th scope="col">是否确定 <span lang="en">Certain</span></th><th scope="col" class="number">金额（元） <span lang="en">CNY</span></th><th scope="col" class="number">降低名义年化 <span lang="en">Nominal</span></th><th scope="col" class="number">降低实际年化 <span lang="en">Effective</span></th></tr>
    </thead>
    <tbody>
    {{#subsidies}}<tr><td>{{#name}}{{>both}}{{/name}}{{#unverified}} <span class="mark">〔待核实 <span lang="en">not verified</span>〕</span>{{/unverified}}</td><td>{{#rule}}{{>both}}{{/rule}}</td><td>{{#certainty}}{{>both}}{{/certainty}}</td><td class="number">{{amount}}</td><td class="number">{{nominal}}</td><td class="number">{{effective}}</td></tr>
    {{/subsidies}}</tbody>
    </table>
    {{/has_subsidies}}{{^has_subsidies}}<p>本次测算没有适用的补贴。 <span lang="en">No subsidy applies to this calculation.</span></p>
    {{/has_subsidies}}<table>
    <tbody>
    <tr class="total"><td>综合融资成本（扣除确定补贴后） <span lang="en">All-in cost after certain subsidies</span></td><td class="number">{{after.amount}}</td><td class="number">{{after.nominal}}</td><td class="number">{{after.effective}}{{#after.unpublished}}{{>both}}{{/after.unpublished}}</td></tr>
    {{#if_all}}<tr><td>若不确定补贴也全部到位 <span lang="en">If all uncertain subsidies were paid as well</span></td><td class="number">{{amount}}</td><td class="number">{{nominal}}</td><td class="number">{{effective}}</td></tr>
    {{/if_all}}</tbody>
    </table>
    {{#missing}}<p>补充以下信息可使测算更准确 <span lang="en">These facts would make it more exact</span>：{{.}}</p>
    {{/missing}}
    """

  /// The payments, and what fewer days of a revolving credit would cost.
  static let costFlows = """
    {{#has_drawn}}<h2>按实际使用天数测算 <span lang="en">If drawn for fewer days</span></h2>
    <table>
    <thead>
    <tr><th scope="col" class="number">使用天数 <span lang="en">Days drawn</span></th><th scope="col" class="number">利息（元） <span lang="en">Interest</span></th><th scope="col" class="number">费用（元） <span lang="en">Fees</span></th><th scope="col" class="number">合计（元） <span lang="en">Total</span></th><th scope="col" class="number">实际年化 <span lang="en">Effective</span></th></tr>
    </thead>
    <tbody>
    {{#drawn}}<tr><td class="number">{{days}}</td><td class="number">{{interest}}</td><td class="number">{{fees}}</td><td class="number">{{total}}</td><td class="number">{{effective}}</td></tr>
    {{/drawn}}</tbody>
    </table>
    {{/has_drawn}}{{#has_flows}}<h2>四、还款与费用计划（元） <span lang="en">Payments (CNY)</span></h2>
    <table>
    <thead>
    <tr><th scope="col">日期 <span lang="en">Day</span></th><th scope="col" class="number">本金 <span lang="en">Principal</span></th><th scope="col" class="number">利息 <span lang="en">Interest</span></th><th scope="col" class="number">费用 <span lang="en">Fees</span></th><th scope="col" class="number">保证金 <span lang="en">Deposit</span></th><th scope="col" class="number">补贴 <span lang="en">Subsidy</span></th><th scope="col" class="number">收支净额 <span lang="en">Net</span></th></tr>
    </thead>
    <tbody>
    {{#flows}}<tr><td>{{day}}</td><td class="number">{{principal}}</td><td class="number">{{interest}}</td><td class="number">{{fees}}</td><td class="number">{{deposit}}</td><td class="number">{{subsidy}}</td><td class="number">{{net}}</td></tr>
    {{/flows}}{{#omitted}}<tr><td colspan="7">中间 {{.}} 期从略 <span lang="en">{{.}} payments in between are left out</span></td></tr>
    {{/omitted}}{{#last_flows}}<tr><td>{{day}}</td><td class="number">{{principal}}</td><td class="number">{{interest}}</td><td class="number">{{fees}}</td><td class="number">{{deposit}}</td><td class="number">{{subsidy}}</td><td class="number">{{net}}</td></tr>
    {{/last_flows}}</tbody>
    </table>
    {{/has_flows}}
    """
}
