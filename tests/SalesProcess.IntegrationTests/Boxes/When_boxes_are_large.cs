using SalesProcess.IntegrationTests.Api;
using SalesProcess.IntegrationTests.Hosting;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.IntegrationTests.Boxes;

/// <summary>The plans of the very queries that the server has asked: nothing goes through all tasks, and nothing is sorted but a page. So they are the same at any size.</summary>
public sealed class When_boxes_are_large
{
    private static readonly string[] Asked =
    [
        """/tasks/search {"facets":["stage","state","definition","assignee","priority"]}""",
        """/tasks/search {"box":"available","facets":["stage","state","definition","assignee","priority"]}""",
        """/tasks/search {"box":"team","filter":{"state":"Ready"},"facets":["stage","state","definition","priority"]}""",
        """/tasks/search {"text":"deal-1","sort":[{"field":"dueAt"}]}""",
        """/tasks/search {"filter":{"rootId":"x"},"sort":[{"field":"urgency"}]}""",
        """/tasks/search {"box":"watching","facets":["state"]}""",
        """/tasks/count {}""",
        """/tasks/count {"box":"available"}""",
        """/tasks/count {"box":"needs-attention"}""",
        """/tasks/count {"filter":{"state":{"$in":["Ready","Reserved","InProgress","Suspended"]}}}""",
        """/tasks/next {}""",
    ];

    [Test]
    public async Task Every_question_is_answered_from_an_index([Values("anna", "martin", "grace", "audrey", "lena", "peter")] string person, [Values(0, 5_000)] int sorted)
    {
        await using var wire = new Wire(CompanyFolder.With("one-task"), startsAt: null, ("Boxes:Sorted", $"{sorted}"));
        await wire.TaskAsync();
        (await wire.As("anna").CompleteAsync(await wire.TaskAsync(), "Yes")).Expect(200);
        (await wire.As("lena").PostAsync("/delegations", System.Text.Json.Nodes.JsonNode.Parse("""{"substitute":"peter","to":"2099-01-01T00:00:00Z"}"""))).Expect(201);
        var before = wire.Server.Get<Database>().Statements;
        foreach (var pair in Walks.BoxesAndSorts)
        {
            await wire.WalkAsync($"/tasks?box={pair[0]}&sort={pair[1]}&total=true", person, limit: 1);
        }

        foreach (var (path, body) in Asked.Select(a => (a.Split(' ')[0], a[a.IndexOf(' ', StringComparison.Ordinal)..])))
        {
            Assert.That((await wire.SendAsync("POST", path, person, System.Text.Encoding.UTF8.GetBytes(body))).Status, Is.EqualTo(200).Or.EqualTo(204).Or.EqualTo(person == "audrey" ? 403 : 200));
        }

        var asked = wire.Server.Get<Database>().Statements.Except(before, StringComparer.Ordinal)
            .Where(sql => sql.Contains("task_boxes", StringComparison.Ordinal) || sql.Contains("task_box_", StringComparison.Ordinal) || sql.Contains("tasks", StringComparison.Ordinal)).ToList();
        Assert.That(asked, Has.Count.GreaterThan(10));
        var ways = new List<string>();
        foreach (var sql in asked)
        {
            var plan = Plan(wire.Server.Database, sql);
            ways.AddRange(plan.Select(step => step.Detail));
            var text = $"{sql}\n{string.Join('\n', plan.Select(step => step.Detail))}";
            Assert.That(plan.Where(step => step.Detail.StartsWith("SCAN", StringComparison.Ordinal) && !step.Detail.EndsWith("CONSTANT ROWS", StringComparison.Ordinal))
                .Select(step => step.Detail.Split(' ')[1]).Where(name => !Small.Contains(name)), Is.Empty, text);
            Assert.That(plan.Where(step => step.Detail.Contains("TEMP B-TREE", StringComparison.Ordinal) && !IsSmall(step, plan, sql)), Is.Empty, text);
            Assert.That(plan.Where(step => !IsLimited(sql) && step.Detail.Contains(" USING PRIMARY KEY (list=?)", StringComparison.Ordinal)), Is.Empty, text);
        }

        // Whoever sees the two tasks had them found on the way through all, as soon as none are sorted.
        Assert.That(
            OtherOrders.Where(index => ways.Exists(way => way.Contains(index, StringComparison.Ordinal))),
            Is.EqualTo(sorted == 0 && (person is "anna" or "martin" or "grace" or "audrey") ? OtherOrders : []));
    }

    private static readonly string[] OtherOrders = ["ix_tasks_open_created", "ix_tasks_open_updated", "ix_tasks_open_priority", "ix_tasks_finished_due", "ix_tasks_finished_priority"];

    // What is gone through as a whole: a page, sets of groups, levels of priority, lists that were given, numbers of counters.
    private static readonly string[] Small = ["page", "s", "n", "a", "k", "m", "v", "d", "arms", "levels", "his", "json_each", "c", "found", "task_texts", "CONSTANT"];

    // Sorted are a page of at most 201, the counters, the few tasks that the index of words, a deal or a watcher has found, and those of a box that holds few.
    private static bool IsSmall(Step step, IReadOnlyList<Step> plan, string sql) =>
        sql.Contains("task_box_counts", StringComparison.Ordinal) || sql.Contains("task_box_assignees", StringComparison.Ordinal) || sql.Contains(") found CROSS JOIN tasks t", StringComparison.Ordinal) || sql.Contains("MATCH", StringComparison.Ordinal) || sql.Contains("t.root_id = ", StringComparison.Ordinal) || sql.Contains("watchers", StringComparison.Ordinal)
        || (step.Parent == 0 && plan.Any(other => other.Detail == "SCAN page"));

    // How much lies in a list is counted only as far as it can be sorted.
    private static bool IsLimited(string sql) => sql.StartsWith("SELECT count(*) FROM ( SELECT 1 FROM task_boxes l", StringComparison.Ordinal) && sql.Contains(" LIMIT ", StringComparison.Ordinal);

    private static IReadOnlyList<Step> Plan(DatabaseFile database, string sql) => database.Query(
        "EXPLAIN QUERY PLAN " + sql, r => new Step(r.GetInt32(1), r.GetString(3)),
        [.. System.Text.RegularExpressions.Regex.Matches(sql, @"\$\d+", System.Text.RegularExpressions.RegexOptions.NonBacktracking).Select(m => m.Value).Distinct(StringComparer.Ordinal).Select(name => (name, (object)"[]"))]);

    private sealed record Step(int Parent, string Detail);
}
