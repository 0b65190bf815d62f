using SalesProcess.Runtime;

namespace SalesProcess.Server.Api;

internal enum FieldKind
{
    Text,
    Number,
    Time,
}

/// <summary>Something that tasks are found by.</summary>
/// <param name="Sql">The column (of tasks, alias t); null for a field of the task's data, which has rows of its own.</param>
/// <param name="Values">The accepted values, if they are few.</param>
internal sealed record TaskField(string Name, FieldKind Kind, string? Sql, params IReadOnlyList<string> Values);

/// <summary>The fields of tasks that searches filter, sort and count by.</summary>
internal static class TaskFields
{
    public const string DataPrefix = "data.";

    private const long Last = long.MaxValue;

    // What was put aside until a time that has come is open again, whether anybody has touched it since or not: the same as TaskViews shows.
    private const string State =
        """
        (CASE WHEN t.status = 'Suspended' AND julianday(json_extract(t.document, '$.suspendedUntil')) <= julianday({now})
          THEN CASE WHEN t.assignee IS NULL THEN 'Ready' WHEN json_extract(t.document, '$.startedAt') IS NULL THEN 'Reserved' ELSE 'InProgress' END
          ELSE t.status END)
        """;

    public static readonly IReadOnlyDictionary<string, TaskField> All = new TaskField[]
    {
        new("state", FieldKind.Text, State, Enum.GetNames<Tasks.TaskStatus>()),
        new("stage", FieldKind.Text, "json_extract(t.document, '$.stageId')"),
        new("definition", FieldKind.Text, "t.definition_id"),
        new("name", FieldKind.Text, "t.name"),
        new("assignee", FieldKind.Text, "t.assignee"),
        new("owner", FieldKind.Text, "t.owner"),
        new("team", FieldKind.Text, "t.team"),
        new("completedBy", FieldKind.Text, "t.completed_by"),
        new("businessKey", FieldKind.Text, "json_extract(t.document, '$.businessKey')"),
        new("instanceId", FieldKind.Text, "t.instance_id"),
        new("rootId", FieldKind.Text, "t.root_id"),
        new("priority", FieldKind.Number, "t.priority"),
        new("dueAt", FieldKind.Time, "t.due_at"),
        new("createdAt", FieldKind.Time, "t.created_at"),
        new("updatedAt", FieldKind.Time, "t.updated_at"),
    }.ToDictionary(field => field.Name, StringComparer.Ordinal);

    public static readonly IReadOnlyList<string> Facets = ["stage", "state", "definition", "assignee", "priority"];

    public static readonly IReadOnlyList<string> Sorts = ["dueAt", "priority", "createdAt", "updatedAt", "title", BoxStretches.Urgency];

    /// <summary>A field's column, with the time that it is seen at.</summary>
    public static string Column(string name, SqlQuery query, DateTimeOffset now) => Column(All[name], query, now);

    public static string Column(TaskField field, SqlQuery query, DateTimeOffset now) => ReferenceEquals(field.Sql, State)
        ? State.Replace("{now}", query.Bind(now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture)), StringComparison.Ordinal)
        : field.Sql!;

    /// <summary>What a sort orders by; a task without a due time comes last in both directions.</summary>
    public static string SortSql(string field, bool descending, string language) => field switch
    {
        "dueAt" => $"coalesce(t.due_at, {(descending ? -1 : Last)})",
        "title" => $"json_extract(t.document, '$.title.{language}')",
        _ => All[field].Sql!,
    };

    /// <summary>The fields of the task's data that some form declares.</summary>
    public static IReadOnlyDictionary<string, TaskField> OfData(CompanyRules rules) => rules.Forms
        .SelectMany(form => form.SearchAttributes)
        .GroupBy(attribute => DataPrefix + attribute.Name, StringComparer.Ordinal)
        .ToDictionary(
            group => group.Key,
            // Where forms disagree, what all of them have in common is the text.
            group => new TaskField(group.Key, group.All(attribute => attribute.IsNumber) ? FieldKind.Number : FieldKind.Text, Sql: null),
            StringComparer.Ordinal);
}
