import Domain

/// What use cases answer, as the API's document says it.
enum Samples {
  static let enterprise: JSON = [
    "id": .string(Harness.enterprise), "uscc": "91340100MA2TE2W96T", "name": "<b>徽风</b>制造",
    "region": "340104", "industry": "C34", "registered_on": "2019-03-01", "version": 1,
  ]

  static let facts: JSON = [
    "facts": [
      [
        "path": "need.amount_fen", "type": "integer", "unit": "fen",
        "label": ["zh": "融资金额", "en": "amount asked"],
      ],
      [
        "path": "need.tenor_months", "type": "integer", "unit": "months",
        "label": ["zh": "融资期限", "en": "tenor asked"],
      ],
      [
        "path": "need.purpose", "type": "enum", "values": ["working_capital", "equipment"],
        "value_labels": [
          "working_capital": ["zh": "经营周转", "en": "working capital"],
          "equipment": ["zh": "购买设备", "en": "equipment"],
        ], "label": ["zh": "资金用途", "en": "purpose"],
      ],
      [
        "path": "need.security", "type": "set", "values": ["credit", "mortgage"],
        "value_labels": [
          "credit": ["zh": "信用", "en": "unsecured"], "mortgage": ["zh": "抵押", "en": "mortgage"],
        ], "label": ["zh": "增信方式", "en": "security"],
      ],
      [
        "path": "tax.credit_grade", "type": "enum", "values": ["A", "B"], "may_be_none": true,
        "value_labels": ["A": ["zh": "A级", "en": "A"], "B": ["zh": "B级", "en": "B"]],
        "label": ["zh": "纳税信用级别", "en": "tax credit grade"],
        "question": ["zh": "最近一次纳税信用评价?", "en": "What is the latest tax credit grade?"],
      ],
      [
        "path": "finance.revenue_last_year_fen", "type": "integer", "unit": "fen",
        "label": ["zh": "上年营业收入", "en": "revenue of last year"],
      ],
    ]
  ]

  static func need(_ state: String = "decided") -> JSON {
    [
      "id": .string(Harness.need), "enterprise_id": .string(Harness.enterprise), "version": 1,
      "status": "submitted", "amount": ["fen": 300_000_000, "currency": "CNY"],
      "tenor_months": 12, "purpose": "working_capital", "security": nil,
      "match": [
        "state": .string(state), "run_id": state == "decided" ? .string(Harness.run) : nil,
      ], "created_at": "2026-11-20T09:00:00.000000+08:00",
      "updated_at": "2026-11-20T09:00:00.000000+08:00",
    ]
  }

  /// Of a cost: one is taken off, the other is not due.
  static let subsidies: JSON = [
    ["id": "first_loan", "pack": "cn-34", "status": "netted", "amount_fen": 1_200_000],
    ["id": "green", "pack": nil, "status": "not_applicable", "amount_fen": 9_900_000],
  ]

  static let run: JSON = [
    "id": .string(Harness.run), "clock": "2026-11-20T09:00:05.000000+08:00",
    "top": [["product": "tax-b"], ["product": "tax-a"]],
    "decisions": [
      [
        "product": "tax-a", "name": ["zh": "税易贷", "en": "Tax loan A"],
        "institution": ["code": "bank-a", "name": ["zh": "甲银行", "en": "Bank A"]],
        "outcome": "eligible", "limit": nil, "cost": nil, "coverage_ppm": nil,
        "near_miss_rule": nil, "missing": [], "principal_reasons": [],
      ],
      [
        "product": "tax-b", "name": ["zh": "税信贷", "en": "Tax loan B"],
        "institution": ["code": "bank-b", "name": nil], "outcome": "eligible",
        "limit": ["fen": 250_000_050, "currency": "CNY"],
        "cost": [
          "effective_ppm": 35_051, "nominal_ppm": 34_500, "before_effective_ppm": 45_673,
          "if_all_effective_ppm": nil,
          "form": "annualised", "rate_max_ppm": 42_500, "rate_min_ppm": 39_000,
          "before_nominal_ppm": 44_750, "if_all_nominal_ppm": nil, "subsidies": subsidies,
        ], "coverage_ppm": 833_333, "near_miss_rule": nil, "missing": [],
        "principal_reasons": [],
      ],
      [
        "product": "tax-c", "name": ["zh": "纳税贷", "en": "Tax loan C"],
        "institution": ["code": "bank-c", "name": nil], "outcome": "needs_info", "limit": nil,
        "cost": nil, "coverage_ppm": nil, "near_miss_rule": nil,
        "missing": [
          [
            "path": "tax.credit_grade", "label": ["zh": "纳税信用级别", "en": "tax credit grade"],
            "question": nil, "department": ["zh": "税务局", "en": "tax bureau"],
          ]
        ], "principal_reasons": [],
      ],
      [
        "product": "tax-d", "name": ["zh": "科技贷", "en": "Tech loan D"],
        "institution": ["code": "bank-d", "name": nil], "outcome": "ineligible", "limit": nil,
        "cost": nil, "coverage_ppm": nil, "near_miss_rule": "age", "missing": [],
        "principal_reasons": [
          ["text": ["zh": "成立满 3 年 <script>", "en": "three years old <script>"]]
        ],
      ],
    ],
  ]

  static let repairs: JSON = [
    "paths": [
      [
        "days": 90,
        "changes": [
          [
            "path": "tax.credit_grade", "label": ["zh": "纳税信用级别", "en": "tax credit grade"],
            "from_text": ["zh": "B级", "en": "B"], "to_text": ["zh": "A级", "en": "A"],
            "department": ["zh": "科技局", "en": "science bureau"],
          ]
        ],
      ]
    ], "qualify_on": "2027-03-01",
  ]

  static let entitlements: JSON = [
    "data": [
      [
        "clause": "listing", "label": ["zh": "挂牌奖励", "en": "reward for listing"],
        "verdict": "due", "amount": ["fen": 50_000_000, "currency": "CNY"],
        "closes_on": "2027-01-31", "citation": ["document": "某市奖补办法"],
      ],
      ["clause": "other", "label": ["zh": "不予", "en": "refused"], "verdict": "refused"],
    ]
  ]

  static let referral: JSON = [
    "state": "active", "created_at": "2026-11-20T10:00:00.000000+08:00",
    "offers": [
      [
        "id": .string(Harness.offer), "product": "tax-b",
        "product_name": ["zh": "税信贷", "en": "Tax loan B"],
        "institution": ["code": "bank-b", "name": nil], "state": "offered",
        "state_label": ["zh": "已推介", "en": "offered"],
        "due_at": "2026-11-23T18:00:00.000000+08:00",
      ]
    ],
  ]

  static let offer: JSON = [
    "id": .string(Harness.offer), "product": "tax-b",
    "product_name": ["zh": "税信贷", "en": "Tax loan B"], "state": "offered",
    "state_label": ["zh": "已推介", "en": "offered"], "verbs": ["claim", "decline"],
    "began_at": "2026-11-20T10:00:00.000000+08:00",
    "due_at": "2026-11-19T18:00:00.000000+08:00", "assignee": nil,
    "teaser": [
      "need.amount_fen": ["from": 100_000_000, "below": 300_000_000],
      "need.purpose": "equipment",
    ], "steps": [["verb": "offer", "at": "2026-11-20T10:00:00.000000+08:00"]], "consent": nil,
  ]

  static let receivable: JSON = [
    "id": .string(Harness.receivable), "state": "confirmation_requested",
    "state_label": ["zh": "待确权", "en": "to be confirmed"], "version_digest": "sha256:00",
    "verbs": ["confirm", "dispute"], "confirmation": ["due_on": "2026-12-20"],
    "invoice_number": "26342000000012345678", "gross": ["fen": 113_000_000, "currency": "CNY"],
    "invoiced_on": "2026-11-01", "due_on": "2027-01-30",
  ]

  static let listingCase: JSON = [
    "id": .string(Harness.listing), "board": "neeq", "stage": "tutoring",
    "stage_label": ["zh": "辅导", "en": "tutoring"], "since_on": "2026-10-01",
    "began_on": "2026-09-01", "target_on": "2026-12-31", "sponsor": "broker-a",
    "steps": [["on": "2026-10-01", "from": "candidate", "to": "tutoring"]],
    "verbs": [["verb": "suspend", "role": "exchange", "gate": "hold", "evidence": ["notice"]]],
    "live": true,
    "alerts": [["gate": "audit", "due_on": "2026-12-01", "earliest_on": "2026-12-20"]],
  ]

  static let warning: JSON = [
    "id": .string(Harness.warning), "enterprise_id": .string(Harness.enterprise),
    "rule": "revenue", "label": ["zh": "营业收入", "en": "revenue"], "group": "operation",
    "platform_default": true, "citation": ["document": "平台默认预警阈值"], "level": "red",
    "state": "open", "state_label": ["zh": "待处置", "en": "open"], "begun": "2026-06",
    "since": "2026-09", "assignee": nil, "due_at": "2026-11-19T18:00:00.000000+08:00",
    "reason": nil, "note": nil, "verbs": ["assign", "acknowledge", "act", "close"], "version": 2,
    "opened_at": "2026-10-09T09:00:00.000000+08:00",
    "steps": [
      [
        "verb": "open", "level": "orange", "actor": "monitoring", "role": "service",
        "at": "2026-10-09T09:00:00.000000+08:00",
      ],
      [
        "verb": "raise", "level": "red", "actor": "<i>monitoring</i>", "role": "service",
        "at": "2026-10-20T09:00:00.000000+08:00",
      ],
    ],
    "touched": [
      ["kind": "listing_case", "subject_id": .string(Harness.listing), "state": "tutoring"]
    ],
    "readings": [
      [
        "condition": 0, "indicator": "revenue", "value": -412_500,
        "figures": [["source": "tax", "period": "2026-09", "figure": 117_500_000]],
      ]
    ],
  ]

  static let warningRule: JSON = [
    "code": "revenue", "label": ["zh": "营业收入", "en": "revenue"], "period": "month",
    "enter_after": 1, "clear_after": 2,
    "conditions": [
      [
        "indicator": "revenue", "label": ["zh": "营业收入", "en": "revenue"],
        "figure_unit": "fen", "unit": "ppm", "worse": "lower", "kind": "year_on_year",
        "back": 12, "span": "year_to_date",
        "enter": ["yellow": -100_000, "orange": -200_000, "red": -400_000], "leave": [:],
      ],
      [
        "indicator": "missed_reports", "label": nil, "figure_unit": "count", "unit": "periods",
        "worse": "higher", "kind": "run", "at_least": 1, "enter": ["red": 2], "leave": [:],
      ],
    ], "sources": ["tax": ["zh": "税务", "en": "tax bureau"]],
  ]

  static let board: JSON = [
    "board": "neeq",
    "stages": [
      ["code": "candidate", "label": ["zh": "后备", "en": "candidate"]],
      ["code": "tutoring", "label": ["zh": "辅导", "en": "tutoring"], "kind": "step"],
      [
        "code": "held", "label": ["zh": "中止", "en": "held"], "kind": "hold",
        "reasons": [["code": "requested", "label": ["zh": "企业申请", "en": "requested"]]],
      ],
    ],
    "verbs": [["code": "suspend", "label": ["zh": "中止审核", "en": "suspend"]]],
    "roles": [["code": "exchange", "label": ["zh": "全国股转公司", "en": "NEEQ company"]]],
    "evidence": [["code": "notice", "label": ["zh": "中止通知", "en": "notice"]]],
    "edges": [
      ["verb": "suspend", "from": "tutoring", "to": "held", "roles": ["exchange"], "back": false]
    ],
  ]

  static let plan: JSON = [
    "target_on": "2026-12-31", "binding": nil,
    "plan": [
      "latest_start": "2026-11-25", "slack_days": 5, "critical_path": ["audit"],
      "work": [
        [
          "code": "audit", "earliest": ["start": "2026-11-20", "done": "2026-12-09"],
          "latest": ["start": "2026-11-25", "done": "2026-12-14"], "slack_days": 5,
          "due_on": "2026-12-14",
        ],
        [
          "code": "filing", "earliest": ["start": "2026-12-10", "done": "2026-12-20"],
          "latest": ["start": "2026-12-15", "done": "2026-12-31"], "slack_days": 11,
          "due_on": "2026-12-31",
        ],
      ],
    ],
  ]
}
