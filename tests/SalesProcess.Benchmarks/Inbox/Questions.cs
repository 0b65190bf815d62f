namespace SalesProcess.Benchmarks.Inbox;

/// <summary>What is asked of an inbox.</summary>
internal static class Questions
{
    private static readonly string[] Boxes = ["available", "mine", "team", "done", "all"];
    private static readonly string[] Sorts = ["dueAt", "-dueAt", "priority", "-priority", "createdAt", "-createdAt", "updatedAt", "-updatedAt", "urgency"];
    private static readonly string[] AttentionSorts = ["dueAt", "-dueAt", "priority", "-priority", "urgency"];
    private const string Facets = "\"page\":{\"limit\":1},\"facets\":[\"stage\",\"state\",\"definition\",\"assignee\",\"priority\"]";
    private const string Open = "\"filter\":{\"state\":{\"$in\":[\"Ready\",\"Reserved\",\"InProgress\",\"Suspended\"]}}";

    /// <summary>A kind, the address, and the body of a POST.</summary>
    public static IEnumerable<(string Kind, string Path, string? Body)> All =>
    [
        .. Boxes.SelectMany(box => Sorts.Select(sort => ($"box {box}", $"tasks?box={box}&sort={sort}", (string?)null))),
        .. AttentionSorts.Select(sort => ("box needs-attention", $"tasks?box=needs-attention&sort={sort}", (string?)null)),
        .. Boxes.Append("needs-attention").Select(box => ("total", $"tasks?box={box}&total=true", (string?)null)),
        .. Boxes.Append("needs-attention").Select(box => ("count", "tasks/count", (string?)$$"""{"box":"{{box}}"}""")),
        ("count", "tasks/count", $$"""{{{Open}}}"""),
        .. Boxes.Select(box => ("facets", "tasks/search", (string?)$$"""{"box":"{{box}}",{{Facets}}}""")),
        ("facets", "tasks/search", $$"""{{{Open}},{{Facets}}}"""),
        ("words", "tasks/search", """{"text":"晨岚 4711"}"""),
        ("words", "tasks/search", """{"text":"deal-777"}"""),
        ("common words", "tasks/search", """{"text":"晨岚"}"""),
        ("data", "tasks/search", """{"filter":{"data.amount":{"$gte":999000}}}"""),
        ("common data", "tasks/search", """{"filter":{"data.grade":"A"}}"""),
    ];
}
