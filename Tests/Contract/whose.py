"""Whose the thing behind each route is, and which routes tell of enterprises."""

# Whose the thing behind a route is. A route that stands nowhere here fails the test.
ENTERPRISE = "of one enterprise: itself, operators of its region, overseers"
LIST = "a list of what is of enterprises: everybody finds their own in it"
OFFER = "of one offer: its institution, its enterprise, operators of the region"
INSTITUTION = "of one institution: its liaisons, overseers"
COUNTRY = "of the whole service: overseers of the whole country"
OPEN = "of nobody: a client's secret, a debtor's token, what is published; test_clients, claims, figures"
ROWS = "rows that are each of one debtor: others get every row refused; claims"
PAYER = "of one level of government: operators of its region"
FIGURES = "figures that tell of no single enterprise, and documents"

ROUTES = {
    "createEnterprise": LIST, "listEnterprises": LIST, "getEnterprise": ENTERPRISE,
    "amendEnterprise": ENTERPRISE, "getFacts": ENTERPRISE, "replaceFacts": ENTERPRISE,
    "mergeFacts": ENTERPRISE, "submitNeed": ENTERPRISE, "listNeeds": LIST, "getNeed": ENTERPRISE,
    "amendNeed": ENTERPRISE, "withdrawNeed": ENTERPRISE, "listRuns": ENTERPRISE,
    "getQuestions": ENTERPRISE, "listFlips": ENTERPRISE, "getRun": ENTERPRISE,
    "listDecisions": ENTERPRISE, "getDecision": ENTERPRISE, "replayRun": ENTERPRISE,
    "diffRun": ENTERPRISE, "getRepairs": ENTERPRISE, "getCostSheet": ENTERPRISE,
    "getNotice": ENTERPRISE, "getResult": ENTERPRISE, "getReceipt": ENTERPRISE,
    "getLineage": ENTERPRISE, "requestReview": ENTERPRISE, "listReviews": LIST,
    "getReview": ENTERPRISE, "assignReview": ENTERPRISE, "resolveReview": ENTERPRISE,
    "withdrawReview": ENTERPRISE,
    "requestErasure": ENTERPRISE, "getErasure": ENTERPRISE, "listErasures": LIST,
    "referNeed": ENTERPRISE, "getReferral": ENTERPRISE, "endReferral": ENTERPRISE,
    "listConsents": ENTERPRISE, "listAccesses": ENTERPRISE, "grantConsent": ENTERPRISE,
    "revokeConsent": ENTERPRISE,
    "listOffers": LIST, "getOffer": OFFER, "readOfferEnterprise": OFFER, "claimOffer": OFFER,
    "contactOffer": OFFER, "grantOffer": OFFER, "drawOffer": OFFER, "declineOffer": OFFER,
    "withdrawOffer": OFFER, "reassignOffer": OFFER, "pauseOffer": OFFER, "getConsent": OFFER,
    "requestAllocation": COUNTRY, "listAllocationRuns": LIST, "getAllocationRun": INSTITUTION,
    "getAllocationFairness": INSTITUTION, "getAllocationDigest": INSTITUTION,
    "getAllocationList": INSTITUTION, "replayAllocation": COUNTRY,
    "uploadReceivable": ENTERPRISE, "uploadReceivables": ENTERPRISE, "confirmReceivables": ROWS,
    "listReceivables": LIST, "getReceivable": OFFER, "amendReceivable": ENTERPRISE,
    "withdrawReceivable": ENTERPRISE, "reviewReceivable": ENTERPRISE,
    "requestConfirmation": ENTERPRISE, "createConfirmationToken": ENTERPRISE,
    "getConfirmationLetter": ENTERPRISE, "confirmReceivable": ENTERPRISE,
    "disputeReceivable": ENTERPRISE, "getLateInterest": OFFER, "getReceivableEvidence": ENTERPRISE,
    "offerReceivable": ENTERPRISE, "confirmByToken": OPEN, "readLetterByToken": OPEN,
    "listFinancings": LIST, "getFinancing": OFFER, "notifyFinancing": OFFER,
    "registerFinancing": OFFER, "fundFinancing": OFFER, "collectFinancing": OFFER,
    "releaseFinancing": OFFER, "declineFinancing": OFFER, "uploadPayables": ENTERPRISE,
    "getBorrowingBase": ENTERPRISE, "getAgeing": ENTERPRISE, "listCoreEnterprises": LIST,
    "getCoreEnterprise": ENTERPRISE, "setCoreEnterprise": ENTERPRISE,
    "listCreditLines": OFFER, "setCreditLine": OFFER, "inviteSuppliers": ENTERPRISE,
    "listInvitations": LIST,
    "putGuarantor": COUNTRY, "listGuarantors": FIGURES, "getGuarantor": FIGURES,
    "getGuarantorReport": INSTITUTION, "putGuaranteeBank": COUNTRY,
    "putEnterpriseGroup": ENTERPRISE, "getBundles": ENTERPRISE, "reserveGuarantee": ENTERPRISE,
    "listGuarantees": LIST, "getGuarantee": OFFER, "advanceGuarantee": OFFER, "putFund": COUNTRY,
    "listFunds": FIGURES, "getFund": FIGURES, "endowFund": COUNTRY, "payFromPool": COUNTRY,
    "listFundEntries": COUNTRY,
    "reserveBridge": ENTERPRISE, "listBridges": LIST, "getBridge": OFFER, "advanceBridge": OFFER,
    "listRenewals": LIST,
    "openListingCase": ENTERPRISE, "listListingCases": LIST, "getListingCase": OFFER,
    "advanceListingCase": OFFER, "setListingTarget": OFFER, "getListingPlan": OFFER,
    "setListingSponsor": ENTERPRISE,
    "getListingReadiness": ENTERPRISE, "getListingClassification": ENTERPRISE,
    "listBoards": FIGURES, "getBoard": FIGURES,
    "recordAwardEvent": ENTERPRISE, "listAwardEvents": ENTERPRISE, "getEntitlements": ENTERPRISE,
    "getAwardEvent": ENTERPRISE, "decideAwardEvent": ENTERPRISE, "submitClaim": ENTERPRISE,
    "listClaims": LIST, "getClaim": ENTERPRISE, "advanceClaim": ENTERPRISE,
    "listAwardBudgets": FIGURES, "putAwardBudget": PAYER, "getAwardBudget": PAYER,
    "getAwardFigures": FIGURES,
    "listPools": FIGURES, "enterPool": ENTERPRISE, "screenForPool": COUNTRY,
    "listPoolMembers": LIST, "getPoolMemberFile": LIST, "getPoolMember": OFFER,
    "advancePoolMember": OFFER, "assignAdviser": OFFER, "listPoolProposals": LIST,
    "decideProposal": OFFER, "listAdvisers": FIGURES, "setAdviser": COUNTRY,
    "dealAdvisers": COUNTRY, "listAdviserAssignments": LIST, "getAdviserAssignment": OFFER,
    "advanceAssignment": OFFER, "createActivity": COUNTRY, "listActivities": FIGURES,
    "getActivity": FIGURES, "amendActivity": COUNTRY, "cancelActivity": COUNTRY,
    "inviteGuests": COUNTRY, "listActivityGuests": LIST, "advanceGuest": OFFER,
    "recordOutcome": OFFER, "getActivityFigures": FIGURES, "setYearlyTarget": COUNTRY,
    "listListingTargets": FIGURES, "reportListings": COUNTRY, "listPolicyTasks": FIGURES,
    "reportTask": COUNTRY, "listTaskReports": FIGURES, "runLadder": COUNTRY,
    "listLadderRuns": FIGURES, "listLadderMembers": LIST, "getLadderRun": FIGURES,
    "replayLadderRun": COUNTRY,
    "submitReport": ENTERPRISE, "listEnterpriseReports": ENTERPRISE, "reportOffer": OFFER,
    "reportGuarantee": OFFER, "getMonitoring": ENTERPRISE,
    "putReportDuty": ENTERPRISE, "authoriseSource": ENTERPRISE,
    "listSourceAuthorisations": ENTERPRISE, "revokeSource": ENTERPRISE, "listReports": LIST,
    "reportFile": COUNTRY, "getReport": ENTERPRISE,
    "listReportRuns": ENTERPRISE, "listSourceRuns": LIST, "decideReport": ENTERPRISE, "listWarnings": LIST,
    "getWarning": ENTERPRISE, "advanceWarning": ENTERPRISE, "dryRunWarnings": COUNTRY,
    "getWarningRules": COUNTRY, "putWarningRules": COUNTRY,
    "recheckWarning": ENTERPRISE, "listRechecks": LIST,
    "getSourceQuality": FIGURES, "listQualityDays": FIGURES,
    "getFunnel": FIGURES, "getFairness": FIGURES, "getObservedProducts": FIGURES,
    "publishReport": COUNTRY, "listReleases": OPEN, "getRelease": OPEN,
    "getReleaseTable": OPEN, "getReleaseWorkbook": OPEN, "getLending": FIGURES, "reportLoans": INSTITUTION,
    "reportLoanFile": INSTITUTION,
    "listLoanRows": COUNTRY,
    "createWebhook": LIST, "listWebhooks": LIST, "getWebhook": ENTERPRISE,
    "changeWebhook": ENTERPRISE, "deleteWebhook": ENTERPRISE, "rotateWebhook": ENTERPRISE,
    "testWebhook": ENTERPRISE, "listWebhookDeliveries": ENTERPRISE, "replayWebhook": ENTERPRISE,
    "issueToken": OPEN, "createClient": INSTITUTION, "listClients": INSTITUTION,
    "getClient": INSTITUTION, "amendClient": INSTITUTION, "disableClient": INSTITUTION,
    "enableClient": INSTITUTION, "createClientSecret": INSTITUTION,
    "revokeClientSecret": INSTITUTION,
    "setCapacity": INSTITUTION, "listCapacities": INSTITUTION, "offerStatistics": INSTITUTION,
    "createDirectoryEntry": COUNTRY, "amendDirectoryEntry": INSTITUTION,
    "unlistDirectoryEntry": COUNTRY, "relistDirectoryEntry": COUNTRY, "listDirectory": FIGURES,
    "getDirectoryFile": FIGURES, "getDirectoryEntry": FIGURES,
    "listPauses": FIGURES, "setPause": COUNTRY, "endPause": COUNTRY, "listAudit": COUNTRY,
    "listDeadLetters": COUNTRY, "getDeadLetter": COUNTRY, "redriveDeadLetters": COUNTRY,
    "skipDeadLetters": COUNTRY, "redriveDeadLetter": COUNTRY, "skipDeadLetter": COUNTRY,
    "listProducts": FIGURES, "getProduct": FIGURES, "getFactRegistry": FIGURES, "publishProduct": INSTITUTION,
    "productWhatIf": FIGURES, "policyWhatIf": FIGURES, "listSweeps": FIGURES,
    "getSweep": FIGURES, "listSweepFlips": LIST,
}  # fmt: skip

# Of what is read, the kinds of routes that tell of enterprises: whoever else reads there, the enterprise is shown it.
TELLING = {ENTERPRISE, OFFER, LIST}
# Others that do, and those that do not.
TELLING_TOO = {"getAllocationDigest", "getLadderRun"}
TELLING_NOTHING = {"listAllocationRuns"}
# Where the insiders find nothing: there is none of it, or they may not.
UNREACHED = {
    "getErasure": "test_erasure", "listSweepFlips": "no sweep", "getListingPlan": "no target",
    "readOfferEnterprise": "for institutions: offers",
}  # fmt: skip
