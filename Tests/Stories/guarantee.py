"""A loan with a guarantee: bundles, headroom under a storm, a loss shared and recovered in fen."""

import json

from guarantee_storm import AMOUNT, Storm
from guarantors import FUND, FUNDS, GUARANTOR, LATE, RESERVE, WANTING, Guarantee
from tale import Tale, check, service

from days import TODAY  # noqa: I001 (tale says where it is)


def story(tale):
    given = Guarantee(tale)
    call = tale.call
    given.prepare()
    found = given.candidates()
    check(len(found) >= 3, f"only {len(found)} needs have a lawful bundle")
    need, bundle = found[0][0], found[0][1][0]
    bank = bundle["bank"]["code"]

    with tale.promise("bundles are by cost, and the refused say by which limit, how much and where"):
        shown = given.bundles(need)
        costs = [each["cost"]["all_in_ppm"] for each in shown["lawful"]]
        check(costs == sorted(costs), f"{costs}")
        check(all(each["refusal"] is None for each in shown["lawful"]), "lawful and refused")
        given.put("/v1/guarantors/{code}", GUARANTOR, given.figures(net_assets=1_000_000))
        refused = given.bundles(need)["refused"]
        limits = {each["refusal"]["limit"] for each in refused}
        check("single" in limits, f"{limits}")
        check(all(each["refusal"]["citation"] for each in refused), "a refusal without a citation")
        order = given.order(bundle)
        call("POST", RESERVE, 409, "headroom_exceeded", values={"id": need["id"]}, body=order)
        given.put("/v1/guarantors/{code}", GUARANTOR, given.figures())

    with tale.promise("a need that fails a shipped product only for want of a guarantee is offered the bundles"):
        wanting = given.unsecured(400_000_000)
        place = {"id": wanting["match"]["run_id"], "product": WANTING}
        path = "/v1/runs/{id}/decisions/{product}/repairs"
        told = call("GET", path, 200, values=place).json
        address = {"bundles": f"/v1/needs/{wanting['id']}/bundles"}
        check((told["outcome"], told["guaranteed_bundle"]) == ("ineligible", address), f"{told}")
        lawful = [one for one in given.bundles(wanting)["lawful"] if one["product"] == WANTING]
        check(lawful and all(one["repairs"] for one in lawful), f"{lawful}")

    # Of the same enterprise there may be another need.
    others = [each for each, _ in found if each["enterprise_id"] != need["enterprise_id"]]
    storm = Storm(tale, given, given.asking(others, AMOUNT))
    check(len(storm.rivals) >= 3, f"only {len(storm.rivals)} ask for the same with a lawful bundle")
    with tale.promise("no limit is passed and the fund pays nothing twice, whoever asks and is killed"):
        storm.prepare()
        storm.run()
        storm.verify()

    with tale.promise("what happened in the storm is told in order, and each effect is there once"):
        storm.verify_events()

    with tale.promise("what nobody confirms in time is let go, and the headroom is free again"):
        tale.service.sql(
            "UPDATE guarantee SET step_at = now() - interval '1 s' WHERE state = 'reserved'"
        )

        def empty():
            return tale.service.sql("SELECT count(*) FROM guarantee WHERE state = 'reserved'").strip() == "0"

        service.wait_for("the sweeper to let the headroom go", empty, 60)
        check(not given.wrong().strip(), given.wrong())
        given.fund()

    with tale.promise("a loss of 4321 is split in fen: 40, 30, 20 and 10 %"):
        before = call("GET", FUNDS, 200, values={"code": FUND}).json
        signed = {"signed_on": TODAY, "matures_on": LATE, "contract_number": "BZ-1"}
        # So much ends well before that the loss stays below the fuse, whatever the storm came to.
        for number in range(4):
            well = call("POST", RESERVE, 201, values={"id": need["id"]}, body=given.order(bundle)).json
            given.step(well, GUARANTOR, "confirm", **(signed | {"contract_number": f"BZ-W{number}"}))
            given.step(well, bank, "close", ended_on=TODAY)
        made = call("POST", RESERVE, 201, values={"id": need["id"]}, body=given.order(bundle)).json
        # What the wrong party asks for changes nothing.
        given.step(made, bank, "confirm", 403, "forbidden", **signed)
        stranger = next(
            each["bank"]["code"] for _, banks in found for each in banks if each["bank"]["code"] != bank
        )
        given.step(made, stranger, "confirm", 404, "not_found", **signed)
        seen = call("GET", "/v1/guarantees/{id}", 200, values={"id": made["id"]}).json
        check((seen["state"], seen["version"]) == (made["state"], made["version"]), f"{seen}")
        check(len(seen["steps"]) == 1, f"{seen['steps']}")
        given.step(made, GUARANTOR, "confirm", **signed)
        whole = made["principal"]["fen"]
        shown = given.step(made, bank, "repay", repaid_fen=123_457, repaid_on=TODAY)
        check(shown["outstanding"]["fen"] == whole - 123_457, f"{shown['outstanding']}")
        check(not given.wrong().strip(), given.wrong())
        given.step(made, bank, "mark_overdue", overdue_on=TODAY)
        given.step(made, bank, "claim", claimed_fen=1_000_001, claimed_on=TODAY)
        given.step(made, GUARANTOR, "review")
        given.step(made, GUARANTOR, "compensate", compensated_on=TODAY)
        shown = given.step(made, GUARANTOR, "claim_shares")
        borne = [each["borne"]["fen"] for each in shown["compensation"]["parts"]]
        check(borne == [400_001, 300_000, 200_000, 100_000], f"{borne}")

    with tale.promise("shares are paid, and recoveries handed out round by round sum to the fen"):
        for party in ("re_guarantor", "government"):
            given.step(made, None, "pay_share", party=party, paid_on=TODAY)
        rounds = [(333_333, 17), (1, 0), (77_777, 77_776), (600_000, 123)]
        for gross, costs in rounds:
            shown = given.step(
                made, GUARANTOR, "recover", gross_fen=gross, costs_fen=costs, recovered_on=TODAY
            )
            check(not given.wrong().strip(), given.wrong())
        back = sum(each["returned"]["fen"] for each in shown["compensation"]["parts"])
        check(back == sum(gross - costs for gross, costs in rounds), f"{back}")
        rest = {"gross_fen": 1_000_001 - back, "costs_fen": 0, "recovered_on": TODAY}
        given.step(made, GUARANTOR, "recover", **rest)
        ended = given.step(made, GUARANTOR, "settle")
        parts = ended["compensation"]["parts"]
        check(all(each["borne"] == each["returned"] for each in parts), f"{parts}")
        fund = call("GET", FUNDS, 200, values={"code": FUND}).json
        check(fund["balance"] == before["balance"] and fund["held"] == before["held"], f"{fund}")

    with tale.promise("the compensation rate stops what is new between the two; the report says why"):
        values = {"code": GUARANTOR}
        report = call("GET", "/v1/guarantors/{code}/report", 200, values=values).json
        check(report["year_compensated_fen"] == 800_001, json.dumps(report))
        check(report["recovered_fen"] == 800_001 and report["lost_fen"] == 0, json.dumps(report))
        # Below 5 % there is more; a loss of all of it is above.
        check(report["compensation_rate_ppm"] <= 50_000, json.dumps(report))
        values = {"id": need["id"]}
        made = call("POST", RESERVE, 201, values=values, body=given.order(bundle)).json
        given.step(
            made, GUARANTOR, "confirm", signed_on=TODAY, matures_on=LATE, contract_number="BZ-3"
        )
        given.step(made, bank, "mark_overdue", overdue_on=TODAY)
        whole = made["principal"]["fen"]
        given.step(made, bank, "claim", claimed_fen=whole, claimed_on=TODAY)
        given.step(made, GUARANTOR, "review")
        given.step(made, GUARANTOR, "compensate", compensated_on=TODAY)
        report = call("GET", "/v1/guarantors/{code}/report", 200, values={"code": GUARANTOR}).json
        check(report["compensation_rate_ppm"] > 50_000, json.dumps(report))
        call("POST", RESERVE, 409, "guarantee_fuse", values=values, body=given.order(bundle))


if __name__ == "__main__":
    Tale("guarantee").run(story)
