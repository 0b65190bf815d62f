using System.Data.Common;
using System.Text.Json;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Searches: who sees what is a part of the query itself, of pages, counts and facets alike.</summary>
internal sealed partial class TaskReads
{
    private const int MaxFacetValues = 100;
    private const int MaxCounted = 10_000;
    private const int Few = 2_000;

    public Reply Count(TaskQuestion question, Call call) => Reply.Ok(
        database.Read(session => session.AtOneMoment(() => Total(session, Ask(session, question.Box, question.Conditions, question.Match, call)))), ApiJson.Shared.TaskCountDto);

    /// <summary>How many tasks each of several questions finds, all at one moment; null for one that cannot be asked.</summary>
    public List<long?> Counts(IReadOnlyList<TaskQuestion?> questions, Call call) => database.Read(session => session.AtOneMoment(() => questions
        .Select(question => question is null ? null : (long?)Total(session, Ask(session, question.Box, question.Conditions, question.Match, call), long.MaxValue - 1).Count).ToList()));

    /// <param name="body">What is asked, as its cursors are bound to it.</param>
    public Reply Search(TaskQuestion question, string body, Call call)
    {
        var list = string.Join('\n', "found", call.Asker.Id, call.Language, body);
        var (position, refusal) = cursors.Read(question.After, list);
        if (refusal is not null)
        {
            return Reply.Of(refusal);
        }

        var (page, facets) = database.Read(session => session.AtOneMoment(() =>
        {
            var asked = Ask(session, question.Box, question.Conditions, question.Match, call);
            return (
                BoxSort(question) is { } sort ? BoxPages.Read(session, asked.View, sort, position, question.Limit) : Sorted(session, asked, question, position, call),
                Facets(session, asked, question.Facets));
        }));
        return Reply.Ok(
            new TaskSearchPage([.. page.Tasks.Select(task => views.Summary(task, call))], page.Next is null ? null : cursors.Write(list, page.Next), facets),
            ApiJson.Shared.TaskSearchPage);
    }

    // An order that the boxes have; others are made when they are asked for.
    private static string? BoxSort(TaskQuestion question) =>
        question.Sort is [var only] && (only.Descending ? $"-{only.Field}" : only.Field) is var sort && AskedBox.Sorts(question.Box).Contains(sort, StringComparer.Ordinal) ? sort : null;

    private Asked Ask(Session session, string box, IReadOnlyList<TaskCondition> conditions, string? match, Call call)
    {
        var now = clock.GetUtcNow();
        var states = conditions.FirstOrDefault(c => c is { Field.Name: "state", Operator: "$eq" or "$in" });
        var (asked, saysAll) = AskedBox.Of(box, states switch
        {
            null => [],
            { Operator: "$eq" } => [(string)states.Value],
            _ => JsonSerializer.Deserialize<string[]>((string)states.Value)!,
        });
        List<TaskCondition> left = [.. conditions.Where(c => !saysAll || c != states)];
        return new Asked(
            new BoxView(asked, call.Asker, now, query => query.Conditions(q => q.Where(left, now)), Among(box, call, Narrow(session, left, match))) { Sorted = boxes.Value.Sorted },
            left);
    }

    private static Func<SqlQuery, string>? Among(string box, Call call, Func<SqlQuery, string>? narrow) => box == AskedBox.Watching
        ? query => $"{Visibility.Watched(query, call.Asker)}{(narrow is null ? "" : $" AND {narrow(query)}")}"
        : narrow;

    private static Func<SqlQuery, string>? Narrow(Session session, List<TaskCondition> conditions, string? match)
    {
        if (match is not null)
        {
            return query => $"t.number IN (SELECT rowid FROM task_texts WHERE task_texts MATCH {query.Bind(match)})";
        }

        if (conditions.Find(c => c is { Field.Name: "rootId" or "instanceId", Operator: "$eq" }) is { } one)
        {
            return query => $"{one.Field.Sql} = {query.Bind(one.Value)}";
        }

        return conditions.Select(c => (Condition: c, Among: TaskConditions.AmongFound(c)))
            .FirstOrDefault(c => c.Among is not null && TaskConditions.CountFound(c.Condition, Few).Run(session, r => r.GetInt32(0))[0] < Few).Among;
    }

    private static TaskCountDto Total(Session session, Asked asked, long max = MaxCounted)
    {
        if (asked.IsCounted)
        {
            return new TaskCountDto(BoxCounts.Of(asked.View, asked.Conditions).Run(session, BoxCounts.Read).Sum(c => c.Count), CountIsExact: true);
        }

        var query = new SqlQuery("SELECT count(*) FROM (");
        query.Then(asked.Ids(query)).Then($"LIMIT {query.Bind(max + 1)}) found");
        var count = query.Run(session, r => r.GetInt64(0))[0];
        return new TaskCountDto(Math.Min(count, max), count <= max);
    }

    private static Dictionary<string, IReadOnlyList<FacetValueDto>> Facets(Session session, Asked asked, IReadOnlyList<string> names)
    {
        var counted = asked.IsCounted && names.Any(name => name != "assignee") ? BoxCounts.Of(asked.View, asked.Conditions).Run(session, BoxCounts.Read) : null;
        return names.ToDictionary(name => name, name => (IReadOnlyList<FacetValueDto>)(name switch
        {
            "assignee" when asked.IsCounted && asked.Conditions.Count == 0 => BoxCounts.OfAssignees(asked.View, MaxFacetValues).Run(session, FacetValue),
            "assignee" => Facet(session, asked, name),
            _ when counted is null => Facet(session, asked, name),
            "stage" => Grouped(counted, c => c.Stage),
            "state" => Grouped(counted, c => c.State),
            "definition" => Grouped(counted, c => c.Definition),
            _ => Grouped(counted, c => $"{c.Priority}", numbers: true),
        }), StringComparer.Ordinal);
    }

    private static List<FacetValueDto> Grouped(List<BoxCount> counts, Func<BoxCount, string?> by, bool numbers = false) =>
        [.. counts.GroupBy(by, StringComparer.Ordinal).Select(group => new FacetValueDto(group.Key, group.Sum(c => c.Count))).Where(value => value.Count > 0)
            .OrderByDescending(value => value.Count).ThenBy(value => numbers ? value.Value!.PadLeft(3, '0') : value.Value, StringComparer.Ordinal).Take(MaxFacetValues)];

    private static List<FacetValueDto> Facet(Session session, Asked asked, string name)
    {
        var query = new SqlQuery("SELECT");
        query.Then($"{TaskFields.Column(name, query, asked.View.Now)}, count(*) FROM (")
            .Then(asked.Ids(query)).Then(") found CROSS JOIN tasks t ON t.number = found.task GROUP BY 1 ORDER BY 2 DESC, 1").Then($"LIMIT {MaxFacetValues}");
        return query.Run(session, FacetValue);
    }

    private static FacetValueDto FacetValue(DbDataReader r) => new(r.IsDBNull(0) ? null : r.GetValue(0).ToString(), r.GetInt64(1));

    // By title, or by several fields: what is found is sorted.
    private static (IReadOnlyList<UserTask> Tasks, Position? Next) Sorted(Session session, Asked asked, TaskQuestion question, Position? position, Call call)
    {
        List<(string Column, bool Descending)> order =
            [.. question.Sort.Select(sort => (TaskFields.SortSql(sort.Field, sort.Descending, call.Language), sort.Descending)), ("t.id", question.Sort[^1].Descending)];
        var page = new SqlQuery($"SELECT t.document, {string.Join(", ", order.Select(o => o.Column))} FROM (");
        page.Then(asked.Ids(page)).Then(") found CROSS JOIN tasks t ON t.number = found.task");
        if (position is not null)
        {
            page.Where(After(page, order, position));
        }

        page.Then($"ORDER BY {string.Join(", ", order.Select(o => o.Column + (o.Descending ? " DESC" : "")))} LIMIT {page.Bind(question.Limit + 1)}");
        var rows = page.Run(session, r => (Task: StoredJson.Read<UserTask>(r.GetString(0)), Keys: Keys(r, order.Count)));
        var items = rows.Take(question.Limit).ToList();
        return ([.. items.Select(row => row.Task)], rows.Count > question.Limit ? new Position(0, JsonSerializer.Serialize(items[^1].Keys)) : null);
    }

    // Behind a position: greater in the first key, or equal in it and greater in the second, and so on.
    private static string After(SqlQuery sql, List<(string Column, bool Descending)> order, Position position)
    {
        var keys = JsonSerializer.Deserialize<JsonElement[]>(position.Id)!
            .Select(key => sql.Bind(key.ValueKind == JsonValueKind.Number ? key.GetInt64() : key.GetString())).ToList();
        return "(" + string.Join(" OR ", order.Select((o, i) =>
            "(" + string.Join(" AND ", order.Take(i).Select((before, j) => $"{before.Column} = {keys[j]}").Append($"{o.Column} {(o.Descending ? '<' : '>')} {keys[i]}")) + ")")) + ")";
    }

    private static object[] Keys(DbDataReader reader, int count) => [.. Enumerable.Range(1, count).Select(reader.GetValue)];

    /// <param name="Conditions">Those that the boxes do not say already.</param>
    private sealed record Asked(BoxView View, IReadOnlyList<TaskCondition> Conditions)
    {
        /// <summary>Is it kept how many there are?</summary>
        public bool IsCounted => View is { Narrow: null, IsAttention: false } && BoxCounts.CanSay(Conditions);

        /// <summary>All that is asked for, each task once.</summary>
        public string Ids(SqlQuery query) => BoxQueries.Ids(
            query, View.IsAttention ? new BoxStretch(0, View.Boxes, BoxOrder.Due, 0, BoxKeys.At(View.Now)) : BoxStretch.All(View.Boxes), View);
    }
}
