namespace SalesProcess.IntegrationTests.Walk;

/// <summary>One sample lead and how its deal goes.</summary>
/// <param name="Lead">Its place in <c>samples/leads.json</c>.</param>
/// <param name="Owner">The rep who enters it.</param>
/// <param name="Outcome">How the deal ends.</param>
/// <param name="After">The lead that has to be there before.</param>
internal sealed record Deal(int Lead, string Title, string Owner, string Outcome, Func<Script> Script, int? After = null)
{
    /// <summary>How the care goes that a closed deal begins; by default it ends with the first visit.</summary>
    public Func<Script> Care { get; init; } = () => new Script().On("care-visit", "EndCare");

    public override string ToString() => $"{Lead:00} {Title}";
}

/// <summary>The sample leads, one way through the process each. Together they take every arrow of every definition.</summary>
internal static class Deals
{
    public static IReadOnlyList<Deal> All { get; } =
    [
        new(0, "closed at once, then years of care", "anna", "Closed", () => new Script())
        {
            Care = () => new Script()
                .On("care-visit", "Done", "NewNeed", "Referral", "EndCare")
                .On("wait-for-visit", Move.After(200), "VisitNow", "VisitNow")
                .On("record-referral", Move.With("Complete", """{"contactPhone": "+86 100 0000 0104"}""")),
        },
        new(1, "nurtured, resumed, then disqualified", "carl", "Disqualified", () => new Script()
            .On("screen-lead", "Nurture", "Disqualify")
            .On("wait-for-nurture-date", "Resume")),
        new(2, "nurtured until the date, then given up", "bob", "Disqualified", () => new Script()
            .On("screen-lead", "Nurture", "Nurture")
            .On("wait-for-nurture-date", Move.After(31), "GiveUp")),
        new(3, "reviewed three times, postponed, shown; the needs were wrong; closed", "dora", "Closed", () => new Script()
            .On(
                "design-solution",
                Move.With("Complete", """{"coDesign": ["product", "technical"], "reviewWanted": true}"""),
                Move.With("Complete", """{"coDesign": ["product"], "reviewWanted": true}"""),
                Move.With("Complete", """{"coDesign": ["technical"], "reviewWanted": true}"""),
                Move.With("Complete", """{"coDesign": [], "reviewWanted": false}"""))
            .On("review-solution", "Rework", "Reject")
            .On("decide-after-reject", "Redesign")
            .On("demonstrate", "Postponed", "Held", "Held", "Held")
            .On("collect-feedback", "Changes", "NeedsWrong", "Accepted")),
        new(4, "data completed, the customer declines the first contact", "li.na", "Lost", () => new Script()
            .On("first-contact", "Declined")),
        new(5, "no answer twice, kept for later, given up", "wang.wei", "Lost", () => new Script()
            .On("first-contact", "NoAnswer", "NoAnswer")
            .On("wait-to-retry", Move.After(3), "GiveUp")
            .On("decide-after-no-answer", "Nurture")
            .On("wait-for-customer", "GiveUp")),
        new(6, "every detour of contract and order", "anna", "Closed", () => new Script()
            .On("negotiation-round", "NextRound", "Agreed", "Agreed", "Agreed", "Agreed")
            .On("approve-contract/legal", "RequestChanges", "Reject")
            .On("customer-answer", "WantsChangesWording", "WantsChangesTerms", "Refuses", "Agrees")
            .On("decide-after-refusal", "Renegotiate")
            .On("check-seals", "Defective", "Valid")
            .On("hand-over", Move.With("Complete", TwoTeamsTwoMilestones))
            .On("accept-hand-over/delivery", "RequestChanges", "Reject")
            .On("accept-delivery", "Failed", "Conditional")
            .On("delivery-feedback", Move.With("Complete", """{"score": 2}"""))),
        new(7, "five attempts without an answer", "carl", "Lost", () => new Script()
            .On("first-contact", "NoAnswer", "NoAnswer", "NoAnswer", "NoAnswer", "NoAnswer")
            .On("wait-to-retry", "TryNow", "TryNow", "TryNow", "TryNow")
            .On("decide-after-no-answer", "Lost")),
        new(8, "the same company again, merged", "bob", "Duplicate", () => new Script().On("decide-duplicate", "Merge"), After: 0),
        new(9, "two quiet quarters, then the solution is declined", "dora", "Lost", () => new Script()
            .On("first-contact", "NoAnswer", "NoAnswer")
            .On("wait-to-retry", "GiveUp", "GiveUp")
            .On("decide-after-no-answer", "Nurture", "Nurture")
            .On("wait-for-customer", Move.After(91), "Resume")
            .On("collect-feedback", "Declined")),
        new(10, "back from the negotiation to the solution", "li.na", "Closed", () => new Script()
            .On("negotiation-round", "BackToSolution", "Agreed")),
        new(11, "the approved contract was changed, so it is not sent", "wang.wei", "Lost", () => new Script()
            .On("approve-contract/sales-manager", Move.AfterTampering("Approve"), "Approve")
            .On("draft-contract", "Complete", "Complete")
            .On("customer-answer", "Refuses")
            .On("decide-after-refusal", "Lost")),
        new(12, "rejected by the reviewers and given up", "anna", "Lost", () => new Script()
            .On("design-solution", Move.With("Complete", """{"reviewWanted": true}"""))
            .On("review-solution", "Reject")
            .On("decide-after-reject", "GiveUp")),
        new(13, "the demonstration is cancelled", "carl", "Lost", () => new Script()
            .On("demonstrate", "Cancelled")),
        new(14, "needs corrected, not yet, lost", "bob", "Lost", () => new Script()
            .On("confirm-needs", "Corrected", "Confirmed")
            .On("follow-up", "NotYet", "Lost")),
        new(15, "a department wants changes; a contract for the general manager; accepted at the fourth try", "dora", "Closed", () => new Script()
            .On("draft-contract", Move.With("Complete", """{"amount": "2500000.00", "departments": ["delivery", "product-reviewer"]}"""))
            .On("approve-contract/delivery", "RequestChanges")
            .On("approve-contract/gm", "Approve")
            .On("accept-delivery", "Failed", "Failed", "Failed", "Passed")),
        new(16, "lost in the negotiation", "li.na", "Lost", () => new Script()
            .On("negotiation-round", "NextRound", "Lost")),
        new(17, "accepted with conditions", "wang.wei", "Closed", () => new Script()
            .On("accept-delivery", "Conditional")),
        new(18, "disqualified at once", "anna", "Disqualified", () => new Script()
            .On("screen-lead", "Disqualify")),
        new(19, "reviewed and approved, needs a follow-up more", "carl", "Closed", () => new Script()
            .On("follow-up", "NotYet", "Proceed")
            .On("design-solution", Move.With("Complete", """{"reviewWanted": true}"""))
            .On("review-solution", "Approve", "Approve")),
    ];

    private const string TwoTeamsTwoMilestones = """
        {
          "responsibilities": [
            { "team": "delivery", "person": "david", "duty": "Installation" },
            { "team": "finance", "person": "fiona", "duty": "Invoices" }
          ],
          "milestones": [
            { "name": "Installed", "due": "2027-03-31", "owner": "david" },
            { "name": "In use", "due": "2027-04-30", "owner": "chen.jie" }
          ]
        }
        """;
}
