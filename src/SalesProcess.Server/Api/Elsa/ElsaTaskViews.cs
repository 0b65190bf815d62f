using System.Text.Json;
using SalesProcess.Runtime;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Tasks in the words of Elsa's contract.</summary>
internal sealed class ElsaTaskViews(CompanyRules rules, TimeProvider clock)
{
    private const string Directory = "directory";

    public ElsaTask Summary(UserTask task, Call call) => new()
    {
        Id = task.Id,
        Title = task.Title.For(call.Language),
        Reference = task.BusinessKey,
        Tags = task.Tags,
        TaskType = task.Name,
        Status = Status(task),
        Priority = task.Priority,
        Assignee = Person(task.Assignee),
        CandidateSummary = Candidates(task),
        DueAt = task.DueAt,
        IsOverdue = task.IsOpen && task.DueAt < clock.GetUtcNow(),
        CreatedAt = task.CreatedAt,
        UpdatedAt = task.UpdatedAt,
        AssignedAt = task.ReservedAt,
        CompletedAt = task.CompletedAt,
        WorkflowDefinitionId = task.DefinitionId,
        WorkflowInstanceId = task.InstanceId,
        WorkflowInstanceReference = task.BusinessKey,
        AllowedActions = Allowed(task, call),
        Revision = task.Revision,
    };

    public ElsaTaskDetail Detail(UserTask task, Call call)
    {
        var summary = Summary(task, call);
        IReadOnlyList<ElsaAction> actions = [.. task.Actions.Select(a => new ElsaAction(a.Key, a.Title.For(call.Language)))];
        return new ElsaTaskDetail
        {
            Id = summary.Id,
            Title = summary.Title,
            Reference = summary.Reference,
            Tags = summary.Tags,
            TaskType = summary.TaskType,
            Status = summary.Status,
            Priority = summary.Priority,
            Assignee = summary.Assignee,
            CandidateSummary = summary.CandidateSummary,
            DueAt = summary.DueAt,
            IsOverdue = summary.IsOverdue,
            CreatedAt = summary.CreatedAt,
            UpdatedAt = summary.UpdatedAt,
            AssignedAt = summary.AssignedAt,
            CompletedAt = summary.CompletedAt,
            WorkflowDefinitionId = summary.WorkflowDefinitionId,
            WorkflowInstanceId = summary.WorkflowInstanceId,
            WorkflowInstanceReference = summary.WorkflowInstanceReference,
            AllowedActions = summary.AllowedActions,
            Revision = summary.Revision,
            Instructions = task.Instructions?.For(call.Language),
            Data = task.Data is null ? null : new Plain(task.Data),
            Disclosure = new ElsaDisclosure(CanViewProtected: true, CanViewWorkflow: true, CanViewHistory: true, GuestVisible: false),
            Workflow = new ElsaWorkflow(task.DefinitionId, task.InstanceId, task.BusinessKey),
            Form = task.FormHash is not null && rules.FormByHash(task.FormHash) is { } form ? Form(task, form, actions, call) : null,
            Actions = actions,
            Outcome = task.Action,
            CompletedBy = Person(task.CompletedBy),
        };
    }

    /// <summary>Our verbs by Elsa's names; what Elsa has no name for is not told.</summary>
    public IReadOnlyList<string> Allowed(UserTask task, Call call) => call.Asker.OnlyReads
        ? []
        : [.. TaskRules.AllowedActions(task, call.Actor, rules.Directory, clock.GetUtcNow()).Select(Name).OfType<string>()];

    public ElsaParticipant? Person(string? id) => id is null ? null : new ElsaParticipant("user", Directory, id, rules.Directory.Find(id)?.Name);

    public static ElsaParticipant Group(Group group, Call call) => new("group", Directory, group.Id, group.Title.For(call.Language));

    private static string Status(UserTask task) => task.Status switch
    {
        Tasks.TaskStatus.Completed => "Completed",
        Tasks.TaskStatus.Exited or Tasks.TaskStatus.Obsolete => "Cancelled",
        _ when task.Assignee is not null => "Assigned",
        _ => task.CandidateUsers.Count + task.CandidateGroups.Count == 0 ? "Unassigned" : "Available",
    };

    private static string? Name(string verb) => verb switch
    {
        "claim" or "release" or "assign" or "complete" => verb,
        "change" => "update-scheduling",
        "skip" => "cancel",
        _ => null,
    };

    private static string? Candidates(UserTask task)
    {
        var (users, groups) = (Count(task.CandidateUsers.Count, "user"), Count(task.CandidateGroups.Count, "group"));
        return (users, groups) switch
        {
            (null, null) => null,
            (not null, not null) => $"{users}, {groups}",
            _ => users ?? groups,
        };
    }

    private static string? Count(int count, string of) => count switch { 0 => null, 1 => $"1 {of}", _ => $"{count} {of}s" };

    private static ElsaForm Form(UserTask task, TaskForm form, IReadOnlyList<ElsaAction> actions, Call call)
    {
        using var schema = JsonDocument.Parse(form.Text);
        var root = schema.RootElement;
        var required = root.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()!).ToHashSet(StringComparer.Ordinal) : [];
        var data = form.Begin(task.Data) as IReadOnlyDictionary<string, object?>;
        var fields = root.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().Select(p => Field(p, required.Contains(p.Name), data, call)).ToList()
            : [];
        return new ElsaForm("SalesProcess", task.FormId ?? "", form.Hash, fields, actions);
    }

    private static ElsaField Field(JsonProperty property, bool required, IReadOnlyDictionary<string, object?>? data, Call call)
    {
        var schema = property.Value;
        var title = LocalizedText.Of(Text(schema, "title"), Text(schema, "x-title-zh"))?.For(call.Language) ?? property.Name;
        var masked = Text(schema, "x-confidentiality") == "secret";
        var type = schema.TryGetProperty("enum", out _) ? "select" : Text(schema, "type") switch
        {
            "integer" or "number" => "number",
            "boolean" => "boolean",
            "array" or "object" => "json",
            _ => "text",
        };
        return new ElsaField(
            property.Name, title, type, required, masked, CanReveal: false,
            !masked && data is not null && data.TryGetValue(property.Name, out var value) && value is not null ? new Plain(value) : null);
    }

    private static string? Text(JsonElement schema, string name) => schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
