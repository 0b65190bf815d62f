using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Api;

namespace SalesProcess.IntegrationTests.Boxes;

/// <summary>Lists, walked page by page.</summary>
internal static class Walks
{
    public static readonly string[] Boxes = ["available", "mine", "team", "done", "all", "needs-attention"];

    public static readonly string[] Sorts = ["dueAt", "-dueAt", "priority", "-priority", "createdAt", "-createdAt", "updatedAt", "-updatedAt", "urgency"];

    /// <summary>Every box in every order that it has.</summary>
    public static IEnumerable<object[]> BoxesAndSorts => Boxes.SelectMany(box =>
        Sorts.Where(sort => box != "needs-attention" || !(sort.EndsWith("createdAt", StringComparison.Ordinal) || sort.EndsWith("updatedAt", StringComparison.Ordinal)))
            .Select(sort => new object[] { box, sort }));

    /// <param name="between">What happens between two pages.</param>
    public static async Task<List<JsonNode>> WalkAsync(this Wire wire, string path, string person, int limit, Func<Task>? between = null)
    {
        var items = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var answer = await wire.SendAsync("GET", $"{path}{(path.Contains('?') ? '&' : '?')}limit={limit}{(cursor is null ? "" : "&cursor=" + cursor)}", person);
            Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
            items.AddRange(answer.Json["items"]!.AsArray().Select(i => i!));
            cursor = answer.Json["nextCursor"]?.ToString();
            await (between?.Invoke() ?? Task.CompletedTask);
        }
        while (cursor is not null);
        return items;
    }

    public static string Id(JsonNode task) => task["id"]!.ToString();
}
