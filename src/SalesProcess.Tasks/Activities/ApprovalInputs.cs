using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Tasks.Activities;

/// <summary>Reads what only approvals have: approvers and document, and words their actions.</summary>
internal static class ApprovalInputs
{
    public static readonly TaskAction Approve = new(Ballot.Approve, new LocalizedText("Approve", "同意"));

    public static readonly TaskAction RequestChanges = new("RequestChanges", new LocalizedText("Request changes", "要求修改"));

    public static readonly TaskAction Rework = new("Rework", new LocalizedText("Rework", "返工"));

    public static readonly TaskAction Reject = new(Ballot.Reject, new LocalizedText("Reject", "否决"));

    /// <summary>Reads <c>[{"group"|"user","title"}]</c>.</summary>
    public static IReadOnlyList<Approver> Approvers(object? value, Activity activity)
    {
        var approvers = (TaskInputs.Parsed(value) as List<object?>)?.Select(Read).ToList();
        if (approvers is not { Count: > 0 } || approvers.Exists(a => a is null))
        {
            throw new ActivityFault(
                $"The approvers of '{activity.DisplayName}' must be a list such as [{{\"group\":\"legal\"}}, {{\"user\":\"anna\"}}] with one at least; given is {ValueJson.Format(TaskInputs.Parsed(value))}.");
        }

        return approvers.GroupBy(a => a!.User, StringComparer.Ordinal).FirstOrDefault(g => g.Key is not null && g.Count() > 1) is { } twice
            ? throw new ActivityFault($"'{twice.Key}' is named twice among the approvers of '{activity.DisplayName}'. A person has one vote.")
            : [.. approvers.OfType<Approver>()];
    }

    /// <summary>Reads <c>{"id","sha256"}</c>; null if there is none.</summary>
    public static DocumentReference? Document(object? value, Activity activity)
    {
        if (TaskInputs.Parsed(value) is not { } parsed)
        {
            return null;
        }

        return parsed is IReadOnlyDictionary<string, object?> map
            && map.GetValueOrDefault("id") is string { Length: > 0 } id
            && map.GetValueOrDefault("sha256") is string { Length: > 0 } sha256
            ? new DocumentReference(id, sha256)
            : throw new ActivityFault($"The document of '{activity.DisplayName}' must be {{\"id\",\"sha256\"}}, as CreateDocument gives it; given is {ValueJson.Format(parsed)}.");
    }

    private static Approver? Read(object? item)
    {
        if (item is not IReadOnlyDictionary<string, object?> map)
        {
            return null;
        }

        var group = map.GetValueOrDefault("group") as string;
        var user = map.GetValueOrDefault("user") as string;
        return string.IsNullOrWhiteSpace(group) == string.IsNullOrWhiteSpace(user)
            ? null
            : new Approver(TaskInputs.Text(group), TaskInputs.Text(user), LocalizedText.FromValue(map.GetValueOrDefault("title")));
    }
}
