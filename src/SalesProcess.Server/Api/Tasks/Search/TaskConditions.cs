using SalesProcess.Engine.Values;

namespace SalesProcess.Server.Api;

/// <summary>One condition of a filter.</summary>
/// <param name="Value">For <c>$in</c> and <c>$nin</c> a list as JSON; times are Unix milliseconds.</param>
internal sealed record TaskCondition(TaskField Field, string Operator, object Value);

/// <summary>Reads the filter of a search: <c>{field: value}</c> or <c>{field: {$operator: value, …}}</c>, all of which must hold.</summary>
internal static class TaskConditions
{
    private const int MaxValues = 200;
    private const int MaxText = 1_000;
    private const int MaxPattern = 100;
    private const int MaxGaps = 4;

    private static readonly string[] Operators = ["$eq", "$neq", "$in", "$nin", "$gt", "$gte", "$lt", "$lte", "$exists", "$like"];

    public static IReadOnlyList<TaskCondition> Read(BodyFields body, IReadOnlyDictionary<string, TaskField> ofData)
    {
        var conditions = new List<TaskCondition>();
        foreach (var (name, wanted) in body.Map("filter"))
        {
            var at = $"/filter/{BodyFields.Escape(name)}";
            if ((TaskFields.All.GetValueOrDefault(name) ?? ofData.GetValueOrDefault(name)) is not { } field)
            {
                body.Fault(at, "unknown-member", $"'{name}' is no field that tasks are found by. Accepted: {string.Join(", ", TaskFields.All.Keys.Concat(ofData.Keys.Order(StringComparer.Ordinal)))}.");
                continue;
            }

            var operators = wanted as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>(StringComparer.Ordinal) { ["$eq"] = wanted };
            foreach (var (op, value) in operators)
            {
                if (Operand(field, op, value) is { } operand)
                {
                    conditions.Add(new TaskCondition(field, op, operand));
                    continue;
                }

                body.Fault(
                    wanted is IReadOnlyDictionary<string, object?> ? $"{at}/{BodyFields.Escape(op)}" : at,
                    Operators.Contains(op, StringComparer.Ordinal) ? "type" : "unknown-member",
                    Wrong(field, op, value));
            }
        }

        return conditions;
    }

    /// <summary>The conditions as a part of a query over tasks, alias t.</summary>
    public static SqlQuery Where(this SqlQuery query, IEnumerable<TaskCondition> conditions, DateTimeOffset now)
    {
        foreach (var condition in conditions)
        {
            query.Where(condition.Field.Sql is null ? OfData(query, condition) : Compared(query, TaskFields.Column(condition.Field, query, now), condition));
        }

        return query;
    }

    /// <summary>The conditions over other columns.</summary>
    public static SqlQuery Where(this SqlQuery query, IEnumerable<TaskCondition> conditions, Func<TaskField, string> column)
    {
        foreach (var condition in conditions)
        {
            query.Where(Compared(query, column(condition.Field), condition));
        }

        return query;
    }

    /// <summary>That a task (alias t) is one of those that an index of the data finds; null if the condition does not say what there is.</summary>
    public static Func<SqlQuery, string>? AmongFound(TaskCondition condition) => IsOfData(condition) && !IsNegated(condition) ? query => $"t.id IN (SELECT a.task_id {Found(query, condition)})" : null;

    /// <summary>How many tasks an index of the data finds; not counted beyond a limit.</summary>
    public static SqlQuery CountFound(TaskCondition condition, int limit)
    {
        var query = new SqlQuery("SELECT count(*) FROM (SELECT 1");
        return query.Then(Found(query, condition)).Then($"LIMIT {query.Bind(limit)})");
    }

    private static bool IsOfData(TaskCondition condition) => condition.Field.Sql is null;

    private static bool IsNegated(TaskCondition condition) => condition.Operator is "$neq" or "$nin" || condition is { Operator: "$exists", Value: false };

    private static string OfData(SqlQuery query, TaskCondition condition)
    {
        var positive = condition.Operator switch
        {
            "$neq" => condition with { Operator = "$eq" },
            "$nin" => condition with { Operator = "$in" },
            "$exists" => condition with { Value = true },
            _ => condition,
        };
        return $"{(IsNegated(condition) ? "NOT " : "")}EXISTS (SELECT 1 {Found(query, positive)} AND a.task_id = t.id)";
    }

    private static string Found(SqlQuery query, TaskCondition condition)
    {
        var column = condition.Field.Kind == FieldKind.Number ? "a.number" : "a.text";
        return $"FROM task_attributes a WHERE a.name = {query.Bind(condition.Field.Name[TaskFields.DataPrefix.Length..])} AND {Compared(query, column, condition)}";
    }

    private static string Compared(SqlQuery query, string column, TaskCondition condition) => condition.Operator switch
    {
        "$eq" => $"{column} = {query.Bind(condition.Value)}",
        "$neq" => $"{column} IS NOT {query.Bind(condition.Value)}",
        "$in" => $"{column} IN (SELECT value FROM json_each({query.Bind(condition.Value)}))",
        "$nin" => $"coalesce({column} NOT IN (SELECT value FROM json_each({query.Bind(condition.Value)})), 1)",
        "$gt" => $"{column} > {query.Bind(condition.Value)}",
        "$gte" => $"{column} >= {query.Bind(condition.Value)}",
        "$lt" => $"{column} < {query.Bind(condition.Value)}",
        "$lte" => $"{column} <= {query.Bind(condition.Value)}",
        "$exists" => $"{column} IS {((bool)condition.Value ? "NOT " : "")}NULL",
        "$like" => $"{column} LIKE {query.Bind(condition.Value)}",
        _ => throw new InvalidOperationException($"The operator {condition.Operator} was read and cannot be asked for."),
    };

    private static object? Operand(TaskField field, string op, object? value) => op switch
    {
        "$exists" => value is bool ? value : null,
        "$in" or "$nin" => value is List<object?> { Count: <= MaxValues } list && list.ConvertAll(item => Value(field, item)) is var values && !values.Contains(null)
            ? ValueJson.Format(values)
            : null,
        "$like" => field.Kind == FieldKind.Text && value is string { Length: <= MaxPattern } pattern && pattern.Count(c => c == '%') <= MaxGaps ? pattern : null,
        "$eq" or "$neq" or "$gt" or "$gte" or "$lt" or "$lte" => Value(field, value),
        _ => null,
    };

    private static object? Value(TaskField field, object? value) => (field.Kind, value) switch
    {
        (FieldKind.Number, long) => value,
        (FieldKind.Number, double number) when double.IsFinite(number) => value,
        (FieldKind.Time, string text) when Times.TryParse(text, out var time) => time.ToUnixTimeMilliseconds(),
        (FieldKind.Text, string { Length: <= MaxText } text) when field.Values.Count == 0 || field.Values.Contains(text, StringComparer.Ordinal) => text,
        _ => null,
    };

    private static string Wrong(TaskField field, string op, object? value)
    {
        if (!Operators.Contains(op, StringComparer.Ordinal))
        {
            return $"'{op}' is no operator. Accepted: {string.Join(", ", Operators)}.";
        }

        var one = field switch
        {
            { Values.Count: > 0 } => $"one of {string.Join(", ", field.Values)}",
            { Kind: FieldKind.Number } => "a number",
            { Kind: FieldKind.Time } => "a time as RFC 3339, for example 2026-11-23T09:00:00+08:00",
            _ => $"a text of at most {MaxText} characters",
        };
        var expected = op switch
        {
            "$exists" => "true or false",
            "$in" or "$nin" => $"a list of at most {MaxValues} values, each {one}",
            "$like" when field.Kind != FieldKind.Text => "left out: only texts are compared by a pattern",
            "$like" => $"a pattern of at most {MaxPattern} characters, with % for any characters ({MaxGaps} times at most) and _ for one",
            _ => $"{one} ($exists asks whether there is any)",
        };
        var raw = ValueJson.Format(value);
        return $"{op} of '{field.Name}' is {(raw.Length > 60 ? raw[..60] + "…" : raw)}; it must be {expected}.";
    }
}
