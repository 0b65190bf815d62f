using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Expressions;
using SalesProcess.Engine.Values;
using SalesProcess.Tasks.Activities;

namespace SalesProcess.Tasks.Staffing;

/// <summary>Reads from a definition who may do what, as far as it stands in the file. What a script says is not known before it runs, and is left out.</summary>
internal sealed class Parts(Directory directory)
{
    private int _slots;

    public IReadOnlyList<Part> Of(WorkflowGraph graph) =>
        [.. graph.Activities.OfType<HumanActivity>().OrderBy(a => a.NodeId, StringComparer.Ordinal).Select(Of).OfType<Part>()];

    private Part? Of(HumanActivity activity)
    {
        if (Slots(activity) is not { } found)
        {
            return null;
        }

        var (slots, dispensable) = found;
        return new Part(
            activity.NodeId, activity.Id, activity.DisplayName, slots, dispensable, Texts(activity.NotCompletersOf) ?? [], Literal(activity.NotInitiator) is true);
    }

    private (IReadOnlyList<Slot> Slots, int Dispensable)? Slots(HumanActivity activity) => activity switch
    {
        UserTaskActivity task => Task(task),
        Approval approval => Votes(approval, approval.Approvers, approval.Quorum),
        InternalReview review => Votes(review, review.Approvers, review.Quorum),
        // Legal always; the departments depend on the contract.
        LegalApproval legal => Votes(legal, [new Approver("legal", null, null)], 0),
        _ => null,
    };

    private (IReadOnlyList<Slot> Slots, int Dispensable)? Task(UserTaskActivity task)
    {
        if (!IsKnown(task.Assignee) || Texts(task.CandidateUsers) is not { } users || Texts(task.CandidateGroups) is not { } groups)
        {
            return null;
        }

        IReadOnlyList<string> named = Literal(task.Assignee) is string { Length: > 0 } assignee ? [assignee.Trim(), .. users] : users;
        // Nobody named: the deal's own people do it, whoever they are.
        return named.Count + groups.Count > 0 && SlotOf(task, named, groups, []) is { } slot ? ([slot], 0) : null;
    }

    private (IReadOnlyList<Slot> Slots, int Dispensable)? Votes(HumanActivity activity, Input? approvers, Input? quorum)
    {
        if (!IsKnown(approvers) || !IsKnown(quorum))
        {
            return null;
        }

        try
        {
            var list = ApprovalInputs.Approvers(Literal(approvers), activity);
            return Votes(activity, list, list.Count - Ballot.Of(list.Count, Literal(quorum)?.ToString(), veto: false).Needed);
        }
        catch (ActivityFault)
        {
            // Told by the activity itself.
            return null;
        }
    }

    private (IReadOnlyList<Slot> Slots, int Dispensable)? Votes(HumanActivity activity, IReadOnlyList<Approver> approvers, int dispensable)
    {
        var named = approvers.Select(a => a.User).OfType<string>().ToList();
        var slots = approvers.Select(a => a.User is { } user ? SlotOf(activity, [user], [], []) : SlotOf(activity, [], [a.Group!], named)).ToList();
        return slots.TrueForAll(s => s is not null) ? ([.. slots.OfType<Slot>()], dispensable) : null;
    }

    // Null if a name is not in the directory, which is told already.
    private Slot? SlotOf(HumanActivity activity, IReadOnlyList<string> users, IReadOnlyList<string> groups, IReadOnlyList<string> others)
    {
        if (users.Any(u => directory.Find(u) is null) || groups.Any(g => directory.FindGroup(g) is null))
        {
            return null;
        }

        var excluded = (Texts(activity.ExcludedUsers) ?? []).Concat(others).ToHashSet(StringComparer.Ordinal);
        var people = users.Select(u => directory.Find(u)!).Concat(groups.SelectMany(directory.MembersOf))
            .Where(p => !excluded.Contains(p.Id) && !TaskRules.OnlyReads(p)).Select(p => p.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return new Slot(_slots++, activity.DisplayName, string.Join(", ", users.Concat(groups.Select(g => $"group {g}"))), [.. people]);
    }

    private static bool IsKnown(Input? input) => input?.Expression is null or LiteralExpression or ObjectExpression;

    private static object? Literal(Input? input) => input?.Expression switch
    {
        LiteralExpression literal => literal.Value,
        ObjectExpression json when json.Check() is null && !string.IsNullOrWhiteSpace(json.Text) => ValueJson.Parse(json.Text),
        _ => null,
    };

    private static IReadOnlyList<string>? Texts(Input? input) => !IsKnown(input)
        ? null
        : TaskInputs.Parsed(Literal(input)) switch
        {
            string text => [text],
            List<object?> list => [.. list.OfType<string>()],
            _ => [],
        };
}
