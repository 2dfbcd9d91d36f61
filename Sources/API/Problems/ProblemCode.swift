/// Every kind of refusal the API knows: its stable code, HTTP status and title.
///
/// The table is served at `/problems/{code}` and listed in the OpenAPI document; a test keeps them
/// equal. `type` in a problem is the relative reference `/problems/CODE` (RFC 9457 section 3.1.1).
public enum ProblemCode: String, Sendable, CaseIterable {
  case malformedJSON = "malformed_json"
  case bodyUnreadable = "body_unreadable"
  case unknownParameter = "unknown_parameter"
  case invalidParameter = "invalid_parameter"
  case invalidCursor = "invalid_cursor"
  case idempotencyKeyMissing = "idempotency_key_missing"
  case idempotencyKeyMalformed = "idempotency_key_malformed"
  case preconditionMalformed = "precondition_malformed"
  case tokenMissing = "token_missing"
  case tokenInvalid = "token_invalid"
  case tokenExpired = "token_expired"
  case forbidden
  case notFound = "not_found"
  case routeNotFound = "route_not_found"
  case methodNotAllowed = "method_not_allowed"
  case conflict
  case enterpriseExists = "enterprise_exists"
  case enterpriseFrozen = "enterprise_frozen"
  case needWithdrawn = "need_withdrawn"
  case tooManyOpenNeeds = "too_many_open_needs"
  case reviewOpen = "review_open"
  case reviewClosed = "review_closed"
  case reviewNotAssigned = "review_not_assigned"
  case tooManyReviews = "too_many_reviews"
  case offerState = "offer_state"
  case offerTaken = "offer_taken"
  case capacityExhausted = "capacity_exhausted"
  case capacityTaken = "capacity_taken"
  case referralActive = "referral_active"
  case allocationRunning = "allocation_running"
  case receivableState = "receivable_state"
  case receivableHeld = "receivable_held"
  case receivableDuplicate = "receivable_duplicate"
  case receivableIneligible = "receivable_ineligible"
  case receivableFunder = "receivable_funder"
  case receivableExhausted = "receivable_exhausted"
  case borrowingBaseExhausted = "borrowing_base_exhausted"
  case creditLineExhausted = "credit_line_exhausted"
  case tooManyReceivables = "too_many_receivables"
  case versionDigestStale = "version_digest_stale"
  case financingState = "financing_state"
  case registryQueryStale = "registry_query_stale"
  case guaranteeState = "guarantee_state"
  case guaranteeExists = "guarantee_exists"
  case guaranteeRefused = "guarantee_refused"
  case guaranteeFuse = "guarantee_fuse"
  case headroomExceeded = "headroom_exceeded"
  case needUndecided = "need_undecided"
  case tooManyBundles = "too_many_bundles"
  case fundShort = "fund_short"
  case shareState = "share_state"
  case recoveryAboveLoss = "recovery_above_loss"
  case recoveryOpen = "recovery_open"
  case tooManyRecoveries = "too_many_recoveries"
  case bridgeGate = "bridge_gate"
  case bridgeExists = "bridge_exists"
  case bridgeState = "bridge_state"
  case listingCaseExists = "listing_case_exists"
  case listingStage = "listing_stage"
  case listingGate = "listing_gate"
  case listingPlan = "listing_plan"
  case tooManyListingCases = "too_many_listing_cases"
  case awardEventExists = "award_event_exists"
  case awardEventState = "award_event_state"
  case claimExists = "claim_exists"
  case claimRefused = "claim_refused"
  case claimState = "claim_state"
  case budgetShort = "budget_short"
  case poolGate = "pool_gate"
  case poolMemberExists = "pool_member_exists"
  case poolState = "pool_state"
  case adviserExists = "adviser_exists"
  case adviserFull = "adviser_full"
  case adviserState = "adviser_state"
  case activityState = "activity_state"
  case activityFull = "activity_full"
  case figuresNotAgreed = "figures_not_agreed"
  case tooManyOutcomes = "too_many_outcomes"
  case ladderRunExists = "ladder_run_exists"
  case sourceUnauthorised = "source_unauthorised"
  case authorisationEnded = "authorisation_ended"
  case reportUnchanged = "report_unchanged"
  case reportState = "report_state"
  case warningState = "warning_state"
  case rulesInForce = "rules_in_force"
  case rulesNotTried = "rules_not_tried"
  case consentMissing = "consent_missing"
  case consentRevoked = "consent_revoked"
  case tooManyNeeds = "too_many_needs"
  case tooManyDrafts = "too_many_drafts"
  case nothingPublished = "nothing_published"
  case tooManyPauses = "too_many_pauses"
  case entryExists = "entry_exists"
  case entryStatus = "entry_status"
  case tooManyWebhooks = "too_many_webhooks"
  case webhookDisabled = "webhook_disabled"
  case tooManyClients = "too_many_clients"
  case tooManySecrets = "too_many_secrets"
  case clientStatus = "client_status"
  case secretShownOnce = "secret_shown_once"
  case letterNotOpen = "letter_not_open"
  case redriveLimit = "redrive_limit"
  case notRedrivable = "not_redrivable"
  case letterBehind = "letter_behind"
  case idempotencyInFlight = "idempotency_in_flight"
  case enterpriseErased = "enterprise_erased"
  case confirmationTokenUsed = "confirmation_token_used"
  case confirmationTokenExpired = "confirmation_token_expired"
  case staleVersion = "stale_version"
  case bodyTooLarge = "body_too_large"
  case targetTooLong = "uri_too_long"
  case unsupportedMediaType = "unsupported_media_type"
  case validationFailed = "validation_failed"
  case idempotencyKeyReused = "idempotency_key_reused"
  case preconditionRequired = "precondition_required"
  case rateLimited = "rate_limited"
  case `internal`
  case unavailable

  /// The HTTP status of this kind.
  public var status: Int {
    switch self {
    case .malformedJSON, .bodyUnreadable, .unknownParameter, .invalidParameter, .invalidCursor,
      .idempotencyKeyMissing, .idempotencyKeyMalformed, .preconditionMalformed:
      400
    case .tokenMissing, .tokenInvalid, .tokenExpired: 401
    case .forbidden: 403
    case .notFound, .routeNotFound: 404
    case .methodNotAllowed: 405
    case .conflict, .enterpriseExists, .enterpriseFrozen, .needWithdrawn, .tooManyOpenNeeds,
      .reviewOpen, .reviewClosed, .reviewNotAssigned, .tooManyReviews, .tooManyNeeds,
      .tooManyDrafts,
      .offerState, .offerTaken, .capacityExhausted, .capacityTaken, .referralActive,
      .receivableState, .receivableHeld, .receivableDuplicate, .receivableIneligible,
      .receivableFunder, .receivableExhausted, .borrowingBaseExhausted, .creditLineExhausted,
      .tooManyReceivables,
      .versionDigestStale, .financingState, .registryQueryStale,
      .allocationRunning, .consentMissing, .consentRevoked, .guaranteeState, .guaranteeExists,
      .guaranteeRefused, .guaranteeFuse, .headroomExceeded, .needUndecided, .tooManyBundles,
      .fundShort, .shareState, .recoveryAboveLoss, .recoveryOpen, .tooManyRecoveries, .bridgeGate,
      .bridgeExists,
      .bridgeState, .awardEventExists, .awardEventState, .claimExists, .claimRefused, .claimState,
      .budgetShort, .listingCaseExists, .listingStage, .listingGate, .listingPlan,
      .tooManyListingCases, .poolGate, .poolMemberExists, .poolState, .adviserExists, .adviserFull,
      .adviserState, .activityState, .activityFull, .figuresNotAgreed, .tooManyOutcomes,
      .ladderRunExists,
      .sourceUnauthorised, .authorisationEnded, .reportUnchanged, .reportState, .warningState,
      .rulesInForce, .rulesNotTried,
      .nothingPublished, .tooManyPauses, .tooManyWebhooks, .webhookDisabled,
      .entryExists, .entryStatus, .tooManyClients, .tooManySecrets, .clientStatus, .secretShownOnce,
      .letterNotOpen,
      .redriveLimit, .notRedrivable, .letterBehind, .idempotencyInFlight:
      409
    case .enterpriseErased, .confirmationTokenUsed, .confirmationTokenExpired: 410
    case .staleVersion: 412
    case .bodyTooLarge: 413
    case .targetTooLong: 414
    case .unsupportedMediaType: 415
    case .validationFailed, .idempotencyKeyReused: 422
    case .preconditionRequired: 428
    case .rateLimited: 429
    case .internal: 500
    case .unavailable: 503
    }
  }

  /// Whether the very same request can succeed later.
  public var isRetryable: Bool {
    switch self {
    case .idempotencyInFlight, .rateLimited, .internal, .unavailable: true
    default: false
    }
  }

  /// `title` of RFC 9457, the same for every occurrence.
  public var title: Text {
    switch self {
    case .malformedJSON: Text("请求正文不是合法的 JSON", "the body is not valid JSON")
    case .bodyUnreadable: Text("请求正文未能完整接收", "the body did not arrive in full")
    case .unknownParameter: Text("未知的查询参数", "unknown query parameter")
    case .invalidParameter: Text("查询参数取值不正确", "a query parameter is not valid")
    case .invalidCursor: Text("翻页游标无效", "the cursor is not valid")
    case .idempotencyKeyMissing: Text("缺少 Idempotency-Key", "Idempotency-Key is missing")
    case .idempotencyKeyMalformed:
      Text("Idempotency-Key 格式不正确", "Idempotency-Key is malformed")
    case .preconditionMalformed: Text("If-Match 格式不正确", "If-Match is malformed")
    case .tokenMissing: Text("缺少访问令牌", "the access token is missing")
    case .tokenInvalid: Text("访问令牌无效", "the access token is not valid")
    case .tokenExpired: Text("访问令牌已过期", "the access token has expired")
    case .forbidden: Text("当前角色无权进行此操作", "this role may not do this")
    case .notFound: Text("没有找到", "not found")
    case .routeNotFound: Text("没有这个地址", "no such address")
    case .methodNotAllowed: Text("此地址不支持该方法", "this address does not support the method")
    case .conflict: Text("当前状态不允许此操作", "the current state does not allow this")
    case .enterpriseExists: Text("企业已登记", "the enterprise is already registered")
    case .enterpriseFrozen: Text("企业数据待删除,已停止处理", "the enterprise is to be erased")
    case .enterpriseErased: Text("企业数据已依法删除", "the enterprise was lawfully erased")
    case .needWithdrawn: Text("融资需求已撤回", "the need has been withdrawn")
    case .tooManyOpenNeeds: Text("未结融资需求过多", "too many needs are open")
    case .reviewOpen: Text("该结论已有复核在处理", "a review of this decision is open")
    case .reviewClosed: Text("该复核已结束", "the review is over")
    case .reviewNotAssigned: Text("请先受理该复核", "the review is not taken by the caller")
    case .tooManyReviews: Text("该结论复核次数过多", "this decision was reviewed too often")
    case .offerState: Text("推介当前状态不允许此操作", "the offer is in another state")
    case .offerTaken: Text("推介由其他客户经理办理", "another liaison has the offer")
    case .capacityExhausted: Text("在办件数已达上限", "no more offers can be taken now")
    case .capacityTaken: Text("上限低于已占用数", "more is taken than that limit")
    case .referralActive: Text("该需求已在推介中", "the need is being referred already")
    case .allocationRunning: Text("定期推介正在进行", "a periodic run is going on")
    case .receivableState: Text("应收账款当前状态不允许此操作", "the receivable is in another state")
    case .receivableHeld: Text("应收账款待人工核查", "the receivable waits for a person")
    case .receivableDuplicate: Text("该发票已登记", "the invoice is here already")
    case .receivableIneligible: Text("应收账款不合格", "the receivable does not count")
    case .receivableFunder: Text("应收账款已由他方融资", "another institution has the receivable")
    case .receivableExhausted: Text("应收账款可融资余额不足", "not so much of the receivable is left")
    case .borrowingBaseExhausted:
      Text("卖方可融资余额不足", "not so much is left of all the seller's receivables")
    case .creditLineExhausted: Text("核心企业额度余额不足", "not so much of the credit line is left")
    case .tooManyReceivables: Text("未了结的应收账款过多", "too many receivables are open")
    case .versionDigestStale: Text("应收账款内容已变更", "the receivable says something else by now")
    case .financingState: Text("该笔融资当前不能作此操作", "the financing is at another step")
    case .registryQueryStale: Text("登记查询已过期", "the registry was asked too long ago")
    case .confirmationTokenUsed: Text("确权令牌已使用", "the confirmation token was used")
    case .confirmationTokenExpired: Text("确权令牌已失效", "the confirmation token counts no more")
    case .guaranteeState: Text("担保当前状态不允许此操作", "the guarantee is in another state")
    case .guaranteeExists: Text("该需求已有该机构的担保", "the need has this guarantee already")
    case .guaranteeRefused: Text("该担保组合不成立", "there is no such lawful bundle")
    case .guaranteeFuse: Text("代偿率超限,暂停新增担保", "the compensation rate stops new guarantees")
    case .headroomExceeded: Text("超过担保机构法定限额", "a legal limit of the guarantor is passed")
    case .needUndecided: Text("该需求尚未完成匹配", "the need is not matched yet")
    case .tooManyBundles: Text("担保组合过多", "too many bundles for one need")
    case .fundShort: Text("资金池余额不足", "the fund has not as much")
    case .shareState: Text("分担状态不允许此操作", "the share is in another state")
    case .recoveryAboveLoss: Text("追偿超过损失", "more than what is still lost")
    case .recoveryOpen: Text("损失尚未全部收回", "not all of the loss came back")
    case .tooManyRecoveries: Text("追偿分配次数已达上限", "there were too many recoveries")
    case .bridgeGate: Text("过桥门槛未满足", "a gate of the bridge fund is shut")
    case .bridgeExists: Text("已有未结过桥", "there is a bridge for this lender")
    case .bridgeState: Text("过桥当前状态不允许此操作", "the bridge is in another state")
    case .awardEventExists: Text("该奖补事项已有记录", "it is recorded already")
    case .awardEventState: Text("奖补事项当前状态不允许此操作", "what it stands on is in another state")
    case .claimExists: Text("该奖补已申领", "it was claimed already")
    case .claimRefused: Text("不符合奖补条款", "the clause does not give it")
    case .claimState: Text("申领当前状态不允许此操作", "the claim is in another state")
    case .budgetShort: Text("奖补预算不足", "the budget has not as much")
    case .listingCaseExists: Text("已有该板块的挂牌进程", "the enterprise is on this way already")
    case .listingStage: Text("挂牌进程当前阶段不允许此操作", "the case is in another stage")
    case .listingGate: Text("前置门槛尚未通过", "a gate before it was not passed")
    case .listingPlan: Text("无法制定计划", "there is nothing that can be planned")
    case .tooManyListingCases: Text("挂牌进程过多", "the enterprise has opened too many cases")
    case .poolGate: Text("未达入库条件", "a gate of the pool is shut")
    case .poolMemberExists: Text("已在该库中", "it is in the pool already")
    case .poolState: Text("成员或建议当前状态不允许此操作", "the member or the proposal is in another state")
    case .adviserExists: Text("该成员已有此类机构", "the member has an adviser of this kind")
    case .adviserFull: Text("该机构在办企业已达上限", "the adviser has as many as it may have")
    case .adviserState: Text("指派当前状态不允许此操作", "the assignment is in another state")
    case .activityState: Text("活动或报名当前状态不允许此操作", "the activity or registration is in another state")
    case .activityFull: Text("名额已满", "no seat is left")
    case .figuresNotAgreed: Text("企业未同意披露金额", "the enterprise did not agree to figures")
    case .tooManyOutcomes: Text("成果记录过多", "too many outcomes of a guest")
    case .ladderRunExists: Text("该梯队本年度已评定", "the ladder had its run of this year")
    case .sourceUnauthorised: Text("企业未授权该数据来源", "the enterprise has not permitted the source")
    case .authorisationEnded: Text("授权已终止", "the permission has ended already")
    case .reportUnchanged: Text("报送内容未变化", "the last revision says the very same")
    case .reportState: Text("该报送不在待核实状态", "the report does not wait for anybody")
    case .warningState: Text("预警当前状态不允许此操作", "the warning is in another state")
    case .rulesInForce: Text("该套预警规则已在施行", "these very rules are in force")
    case .rulesNotTried: Text("该套预警规则尚未试算完毕", "no dry run of these rules went before")
    case .consentMissing: Text("企业尚未授权", "there is no live consent")
    case .consentRevoked: Text("授权已终止", "the consent is over")
    case .tooManyNeeds: Text("融资需求过多", "too many needs for one question")
    case .tooManyDrafts: Text("当日试算草案过多", "too many drafts were tried today")
    case .nothingPublished: Text("尚未发布产品目录与政策包", "nothing is published yet")
    case .tooManyPauses: Text("暂停事项过多", "too many pauses are in force")
    case .entryExists: Text("机构已在名录中", "the institution is in the directory already")
    case .entryStatus: Text("该机构已是所求状态", "the entry is in that state already")
    case .tooManyWebhooks: Text("回调地址过多", "the organisation has too many webhooks")
    case .webhookDisabled: Text("回调地址已停用", "the webhook is disabled")
    case .tooManyClients: Text("机构的客户端过多", "the institution has too many clients")
    case .tooManySecrets: Text("有效密钥过多", "the client has too many secrets")
    case .clientStatus: Text("客户端当前状态不允许此操作", "the client is in another state")
    case .secretShownOnce: Text("密钥只显示一次", "the secret was shown once")
    case .letterNotOpen: Text("该死信不在待处理状态", "the dead letter is not open")
    case .redriveLimit: Text("重投次数已达上限", "the dead letter was redriven too often")
    case .notRedrivable: Text("该记录不可重投", "the record cannot be sent again")
    case .letterBehind: Text("该企业有更早的死信", "an earlier dead letter comes first")
    case .idempotencyInFlight:
      Text("相同 Idempotency-Key 的请求正在处理", "a request with this Idempotency-Key is running")
    case .staleVersion: Text("数据已被更新,请重新读取", "the data has changed since it was read")
    case .bodyTooLarge: Text("请求正文过大", "the body is too large")
    case .targetTooLong: Text("请求地址过长", "the address is too long")
    case .unsupportedMediaType:
      Text("请求正文应为 application/json", "the body must be application/json")
    case .validationFailed: Text("字段校验未通过", "some members are not valid")
    case .idempotencyKeyReused:
      Text("Idempotency-Key 已用于另一请求", "Idempotency-Key was used for another request")
    case .preconditionRequired: Text("缺少 If-Match", "If-Match is required")
    case .rateLimited: Text("请求过于频繁", "too many requests")
    case .internal: Text("服务内部错误", "internal error")
    case .unavailable: Text("服务暂时不可用", "the service is unavailable for the moment")
    }
  }

  /// What the caller can do about it, for the page at `/problems/{code}`.
  public var remedy: Text {
    switch self {
    case .malformedJSON:
      Text(
        "按 errors 中的 offset 与 pointer 修正;文件应为 UTF-8 编码,数字只接受整数",
        "correct it at offset and pointer in errors; UTF-8 only, integers only")
    case .bodyUnreadable: Text("请重新发送", "send the request again")
    case .unknownParameter, .invalidParameter:
      Text("对照 /openapi.json 修正查询参数", "correct the query parameters; see /openapi.json")
    case .invalidCursor:
      Text(
        "从第一页重新开始;翻页时不得更改筛选条件",
        "start again at the first page, and keep the filter while paging")
    case .idempotencyKeyMissing, .idempotencyKeyMalformed:
      Text(
        "为每次操作生成一个新的键(1–255 个可见字符),重试时沿用",
        "make a new key (1 to 255 visible characters) per operation, and keep it on retries")
    case .preconditionMalformed, .preconditionRequired:
      Text(
        "先读取,再以其 ETag 作为 If-Match 发送",
        "read first, then send its ETag as If-Match")
    case .tokenMissing: Text("发送 Authorization: Bearer", "send Authorization: Bearer")
    case .tokenInvalid, .tokenExpired: Text("重新获取令牌", "obtain a new token")
    case .forbidden: Text("使用具有相应角色的令牌", "use a token with a role that may")
    case .notFound: Text("核对编号;也可能无权查看", "check the id; it may also not be yours to see")
    case .routeNotFound, .methodNotAllowed:
      Text("对照 /openapi.json", "see /openapi.json")
    case .conflict, .enterpriseExists, .needWithdrawn, .entryExists, .entryStatus:
      Text("读取当前状态后再决定", "read the current state, then decide")
    case .enterpriseFrozen:
      Text("读取其删除申请,查看保存到哪一天", "read its erasure: it says until which day data are kept")
    case .enterpriseErased:
      Text("如需继续使用,请重新登记", "register it anew to go on with it")
    case .tooManyOpenNeeds: Text("先撤回不再需要的融资需求", "withdraw a need that is no longer wanted")
    case .reviewOpen: Text("等待该复核的结论,或先撤回", "wait for its outcome, or withdraw it")
    case .reviewClosed: Text("如仍有异议,可再次申请复核", "ask for another review if need be")
    case .reviewNotAssigned: Text("先受理(assign),再作出结论", "assign it to yourself, then resolve")
    case .offerState, .referralActive, .consentRevoked, .receivableState, .financingState:
      Text("读取当前状态后再决定", "read the current state, then decide")
    case .offerTaken: Text("请该客户经理或主管办理", "leave it to that liaison, or ask the manager")
    case .capacityExhausted: Text("先办结在办推介,或提高上限", "finish some, or raise the limit")
    case .capacityTaken: Text("等在办推介结束后再调低", "wait until some are finished")
    case .allocationRunning: Text("等其结束后再试", "wait until it is finished")
    case .receivableHeld: Text("等运营人员核查后再办理", "wait until an operator has looked at it")
    case .receivableDuplicate:
      Text(
        "核对发票号码;如属误报,请联系运营人员",
        "compare the number of the invoice; ask an operator if it is a mistake")
    case .receivableIneligible: Text("查看可融资额度中的原因", "see the reason in the borrowing base")
    case .receivableFunder: Text("等其解除后再办理", "wait until it is released")
    case .receivableExhausted: Text("减少金额", "ask for less")
    case .borrowingBaseExhausted:
      Text(
        "减少金额,或由机构为付款方设定额度", "ask for less, or have the institution set a credit line of the debtor"
      )
    case .creditLineExhausted: Text("减少金额,或提高额度", "ask for less, or raise the line")
    case .tooManyReceivables:
      Text("先撤回不再需要的应收账款", "withdraw a receivable that is no longer wanted")
    case .versionDigestStale: Text("重新读取后再确认", "read it again, then confirm")
    case .registryQueryStale:
      Text("重新查询并登记后放款", "ask the registry again before money goes out")
    case .confirmationTokenUsed: Text("如需更改,请联系卖方", "ask the seller if anything is to change")
    case .confirmationTokenExpired: Text("请卖方重新发送", "ask the seller for another one")
    case .guaranteeState, .guaranteeExists, .shareState, .bridgeExists, .bridgeState,
      .awardEventExists, .awardEventState, .claimExists, .claimState,
      .listingCaseExists, .listingStage, .listingGate, .listingPlan,
      .poolMemberExists, .poolState, .adviserExists, .adviserState, .activityState,
      .ladderRunExists,
      .authorisationEnded, .reportState, .warningState:
      Text("读取当前状态后再决定", "read the current state, then decide")
    case .guaranteeRefused, .headroomExceeded, .tooManyBundles:
      Text("从该需求的担保组合中另选", "choose another of the need's bundles")
    case .tooManyListingCases: Text("请联系运营人员", "ask an operator")
    case .bridgeGate:
      Text("补齐事实,或先办理无还本续贷", "give the missing facts, or renew without repayment")
    case .claimRefused:
      Text("查看该企业可享奖补及不符原因", "read the enterprise's entitlements: they say why")
    case .budgetShort: Text("追加预算,或下一年度再受理", "raise the budget, or accept it next year")
    case .poolGate: Text("补齐事实,或先达到条件", "give the missing facts, or meet the conditions first")
    case .adviserFull: Text("改派其他机构,或提高上限", "choose another, or raise the capacity")
    case .activityFull: Text("等待空位,或提高名额", "wait for a seat, or raise the capacity")
    case .figuresNotAgreed:
      Text("请企业报名时同意,或不填金额", "let the enterprise agree, or leave the amount out")
    case .sourceUnauthorised: Text("请企业授权该来源", "let the enterprise permit the source")
    case .reportUnchanged: Text("无需重复报送", "nothing is to be done")
    case .rulesInForce: Text("无需再次施行", "nothing is to be done")
    case .rulesNotTried:
      Text("先逐页试算完毕,或说明不经试算的理由", "try them through the last page, or say why not")
    case .tooManyOutcomes: Text("只记录主要成果", "record the main ones alone")
    case .guaranteeFuse: Text("改选其他机构或银行", "choose another guarantor or bank")
    case .needUndecided: Text("等待匹配完成后再试", "wait for the match, then try again")
    case .fundShort: Text("先补充资金或释放占用", "endow the fund, or release what is held")
    case .recoveryAboveLoss: Text("核对追偿金额", "check what came in")
    case .recoveryOpen: Text("继续追偿,或核销", "recover more, or write it off")
    case .tooManyRecoveries: Text("结束追偿,或核销", "settle it, or write it off")
    case .consentMissing: Text("请企业授权后再查看", "ask the enterprise for its consent")
    case .tooManyNeeds: Text("缩小地区范围", "ask for a smaller region")
    case .tooManyDrafts: Text("次日再试;同一草案可重复试算", "try again tomorrow; the same draft is free")
    case .nothingPublished: Text("先发布产品目录与政策包", "publish a catalog and policy packs first")
    case .tooManyPauses: Text("先结束不再需要的暂停", "end a pause that is no longer needed")
    case .tooManyReviews:
      Text("更正事实后重新匹配", "correct the facts, and have the need matched again")
    case .tooManyWebhooks: Text("先删除不再使用的回调地址", "delete a webhook that is no longer used")
    case .webhookDisabled: Text("先启用该回调地址", "enable the webhook first")
    case .tooManyClients: Text("先停用并沿用现有客户端", "use a client that is there already")
    case .tooManySecrets: Text("先撤销一个密钥", "revoke a secret first")
    case .clientStatus: Text("读取当前状态后再决定", "read the current state, then decide")
    case .secretShownOnce:
      Text("如已丢失,请撤销该密钥后另建", "if it is lost, revoke that secret and make another")
    case .letterNotOpen: Text("读取其当前状态", "read its state")
    case .redriveLimit, .notRedrivable:
      Text("排除原因后跳过(skip),并说明理由", "skip it with a reason, and mend the cause")
    case .letterBehind: Text("先处理该企业更早的死信", "redrive or skip the earlier one first")
    case .idempotencyInFlight, .rateLimited, .unavailable:
      Text("按 Retry-After 等待后重试", "retry after Retry-After")
    case .staleVersion: Text("重新读取后再修改", "read again, then change")
    case .bodyTooLarge: Text("缩小正文,或分批发送", "make the body smaller, or send it in parts")
    case .targetTooLong: Text("缩短查询参数", "shorten the query")
    case .unsupportedMediaType:
      Text(
        "以 Content-Type: application/json 发送 UTF-8 正文,且不压缩",
        "send UTF-8 with Content-Type: application/json, not compressed")
    case .validationFailed: Text("按 errors 逐项修改", "correct each entry of errors")
    case .idempotencyKeyReused: Text("为新的操作使用新的键", "use a new key for a new operation")
    case .internal: Text("可重试;如仍出现,请附上 request_id", "retry; if it stays, report request_id")
    }
  }
}
