using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks.Activities;

/// <summary>Somebody whose vote is asked for: a member of a group, or a person.</summary>
internal sealed record Approver(string? Group, string? User, LocalizedText? Title)
{
    public string Role => Group ?? User!;
}

/// <summary>The votes of one approval: one task for each approver, counted until the ballot is decided.</summary>
internal static class ApprovalVotes
{
    private const string Cast = "votes";
    private const string Rules = "ballot";
    private const string Roles = "roles";
    private const string Document = "document";

    public static void Open(
        ActivityContext context, HumanActivity activity, OpenUserTask task, IReadOnlyList<Approver> approvers, Ballot ballot, IReadOnlyList<TaskAction> actions)
    {
        var record = context.Record;
        record.Properties[Cast] = new List<object?>();
        record.Properties[Rules] = new List<object?> { (long)ballot.Total, (long)ballot.Needed, ballot.Veto };
        record.Properties[Roles] = approvers.Select(object? (a) => a.Role).ToList();
        record.Properties[Document] = task.Document is { } d ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = d.Id, ["sha256"] = d.Sha256 } : null;
        var named = approvers.Select(a => a.User).OfType<string>().ToList();
        for (var i = 0; i < approvers.Count; i++)
        {
            var approver = approvers[i];

            // Who is named in person votes as that person only, so nobody can use up his own vote in somebody else's place.
            TaskInputs.Open(
                context,
                task with
                {
                    Title = approver.Title ?? task.Title,
                    Actions = actions,
                    Assignee = approver.User,
                    CandidateUsers = approver.User is null ? [] : [approver.User],
                    CandidateGroups = approver.Group is null ? [] : [approver.Group],
                    ExcludedUsers = [.. task.ExcludedUsers.Union(named.Where(u => u != approver.User), StringComparer.Ordinal)],
                    Approver = approver.Role,
                    VotingRound = $"{context.State.Id}:{record.Id}",
                },
                vote: i);
        }

        TaskInputs.OpenTimeout(context, activity);
    }

    public static void Resume(
        ActivityContext context, HumanActivity activity, Bookmark bookmark, IReadOnlyDictionary<string, object?> input, IReadOnlyList<TaskAction> actions)
    {
        if (HumanActivity.IsTimeout(bookmark))
        {
            Finish(context, activity, HumanActivity.Timeout);
            return;
        }

        var answer = TaskAnswer.Read(context, input, [.. actions.Select(a => a.Key)]);
        var votes = context.Record.Property<List<object?>>(Cast)!;
        votes.Add(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["role"] = RoleOf(context.Record, bookmark),
            ["user"] = answer.CompletedBy,
            ["action"] = answer.Action,
            ["data"] = answer.Data,
            ["comment"] = answer.Comment,
            ["at"] = answer.CompletedAt,
        });
        if (BallotOf(context.Record).Decide([.. votes.Cast<Dictionary<string, object?>>().Select(v => (string)v["action"]!)]) is { } outcome)
        {
            Finish(context, activity, outcome);
        }
    }

    // Completing takes the bookmarks of those who have not voted with it.
    private static void Finish(ActivityContext context, HumanActivity activity, string outcome)
    {
        context.Set(activity.Result, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["outcome"] = outcome,
            ["votes"] = context.Record.Property<List<object?>>(Cast)!.ToList(),
            ["document"] = context.Record.Properties.GetValueOrDefault(Document),
        });
        context.Complete(outcome);
    }

    private static object? RoleOf(ActivityRecord record, Bookmark bookmark) =>
        record.Property<List<object?>>(Roles)![(int)(long)((IReadOnlyDictionary<string, object?>)bookmark.Payload!)["vote"]!];

    private static Ballot BallotOf(ActivityRecord record)
    {
        var rules = record.Property<List<object?>>(Rules)!;
        return new Ballot((int)(long)rules[0]!, (int)(long)rules[1]!, (bool)rules[2]!);
    }
}
