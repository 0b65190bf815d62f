using System.Data.Common;
using System.Text.Json;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Searches: who sees what is a condition of the query itself, of pages, counts and facets alike.</summary>
internal sealed partial class TaskReads
{
    private const int MaxFacetValues = 100;

    public Reply Count(TaskQuestion question, Call call, DateTimeOffset now)
    {
        var sql = Asked(new SqlQuery("SELECT count(*) FROM tasks t"), question, call, now);
        return Reply.Ok(new TaskCountDto(database.Read(session => sql.Run(session, r => r.GetInt64(0)))[0]), ApiJson.Shared.TaskCountDto);
    }

    /// <summary>How many tasks each of several questions finds, all at one moment; null for one that cannot be asked.</summary>
    public List<long?> Counts(IEnumerable<TaskQuestion?> questions, Call call, DateTimeOffset now)
    {
        var asked = questions.Select(question => question is null ? null : Asked(new SqlQuery("SELECT count(*) FROM tasks t"), question, call, now)).ToList();
        return database.Read(session => session.AtOneMoment(() => asked.ConvertAll(sql => sql?.Run(session, r => r.GetInt64(0))[0])));
    }

    /// <param name="body">What is asked, as its cursors are bound to it.</param>
    public Reply Search(TaskQuestion question, string body, Call call, DateTimeOffset now)
    {
        var list = string.Join('\n', "search", call.Asker.Id, call.Language, body);
        var (position, refusal) = cursors.Read(question.After, list);
        if (refusal is not null)
        {
            return Reply.Of(refusal);
        }

        List<(string Column, bool Descending)> order =
            [.. question.Sort.Select(sort => (TaskFields.SortSql(sort.Field, sort.Descending, call.Language), sort.Descending)), ("t.id", question.Sort[^1].Descending)];
        var page = Asked(new SqlQuery($"SELECT t.document, {string.Join(", ", order.Select(o => o.Column))} FROM tasks t"), question, call, now);
        if (position is not null)
        {
            page.Where(After(page, order, position));
        }

        page.Then($"ORDER BY {string.Join(", ", order.Select(o => o.Column + (o.Descending ? " DESC" : "")))} LIMIT {page.Bind(question.Limit + 1)}");
        var facets = question.Facets.ToDictionary(name => name, name => Facet(name, question, call, now), StringComparer.Ordinal);
        var (rows, counts) = database.Read(session => session.AtOneMoment(() => (
            page.Run(session, r => (Task: StoredJson.Read<UserTask>(r.GetString(0)), Keys: Keys(r, order.Count))),
            facets.ToDictionary(f => f.Key, f => (IReadOnlyList<FacetValueDto>)f.Value.Run(session, r => new FacetValueDto(r.IsDBNull(0) ? null : r.GetValue(0).ToString(), r.GetInt64(1))), StringComparer.Ordinal))));
        var items = rows.Take(question.Limit).ToList();
        return Reply.Ok(
            new TaskSearchPage(
                [.. items.Select(row => views.Summary(row.Task, call))],
                rows.Count > question.Limit ? cursors.Write(list, new Position(0, JsonSerializer.Serialize(items[^1].Keys))) : null,
                counts),
            ApiJson.Shared.TaskSearchPage);
    }

    private SqlQuery Asked(SqlQuery sql, TaskQuestion question, Call call, DateTimeOffset now) => InBox(sql, question.Box, call)
        .WhereIf(question.Match, "t.id IN (SELECT task_id FROM task_texts WHERE task_texts MATCH {0})")
        .Where(question.Conditions, now);

    private SqlQuery Facet(string name, TaskQuestion question, Call call, DateTimeOffset now)
    {
        var sql = new SqlQuery("SELECT");
        var column = TaskFields.Column(name, sql, now);
        return Asked(sql.Then($"{column}, count(*) FROM tasks t"), question, call, now).Then($"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MaxFacetValues}");
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
}
