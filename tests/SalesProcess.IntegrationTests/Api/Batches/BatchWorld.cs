using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api.Batches;

/// <summary>A server with instances whose tasks have names that are the same in every such world, so that what two worlds answer can be compared.</summary>
internal sealed partial class BatchWorld : IAsyncDisposable
{
    private static readonly string[] Definitions = ["one-task", "five-at-once", "skippable", "two-steps", "called-off"];

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    private BatchWorld(Wire wire) => Wire = wire;

    public Wire Wire { get; }

    /// <summary>The ids of the tasks by their names.</summary>
    public Dictionary<string, string> Tasks { get; } = new(StringComparer.Ordinal);

    /// <summary>What lists, and batches, show of a task; a call for one task shows more.</summary>
    public HashSet<string> SummaryMembers { get; private set; } = [];

    public static async Task<BatchWorld> CreateAsync(params (string Owner, string Definition)[] instances)
    {
        var world = new BatchWorld(new Wire(CompanyFolder.With(Definitions), DateTimeOffset.Parse("2026-11-23T01:00:00Z", CultureInfo.InvariantCulture)));
        foreach (var ((owner, definition), i) in instances.Select((instance, i) => (instance, i)))
        {
            var started = (await world.Wire.As(owner).StartAsync(definition, [], $"deal-{i}")).Expect(201).Json;
            foreach (var (task, j) in started["tasks"]!.AsArray().OrderBy(t => t!["name"]!.ToString(), StringComparer.Ordinal).Select((task, j) => (task!, j)))
            {
                world.Tasks[$"task{i}.{j}"] = task["id"]!.ToString();
                world._names[task["id"]!.ToString()] = $"task{i}.{j}";
                world._names[task["instanceId"]!.ToString()] = $"instance{i} of {task["definition"]}";
            }

            world._names.TryAdd(started["id"]!.ToString(), $"instance{i}");
        }

        world.SummaryMembers = [.. (await world.Wire.As("adam").ListAsync("/tasks?box=all")).SelectMany(task => task.AsObject().Select(member => member.Key))];
        return world;
    }

    /// <summary>The id behind a name; what is no name stays.</summary>
    public string Id(string name) => Tasks.GetValueOrDefault(name, name);

    /// <summary>A text with the names of this world's ids; those of what was opened since have none.</summary>
    public string Named(string text) => AnyId().Replace(_names.Aggregate(text, (named, pair) => named.Replace(pair.Key, pair.Value, StringComparison.Ordinal)), "…");

    public Task<WireAnswer> BatchAsync(string person, IEnumerable<BatchAct> acts, bool atomic = false, bool dryRun = false, string? key = null) => Wire.SendAsync(
        "POST", "/task-batches", person,
        Encoding.UTF8.GetBytes(new JsonObject { ["items"] = new JsonArray([.. acts.Select(act => act.Item(Id(act.Task)))]), ["atomic"] = atomic, ["dryRun"] = dryRun }.ToJsonString()),
        headers: key is null ? [] : [("Idempotency-Key", key)]);

    /// <summary>The same acts as calls of their own.</summary>
    public async Task<IReadOnlyList<WireAnswer>> OneByOneAsync(string person, IEnumerable<BatchAct> acts)
    {
        var answers = new List<WireAnswer>();
        foreach (var act in acts)
        {
            var (method, path) = act.Verb switch
            {
                "change" => ("PATCH", $"/tasks/{Id(act.Task)}"),
                "comment" => ("POST", $"/tasks/{Id(act.Task)}/comments"),
                _ => ("POST", $"/tasks/{Id(act.Task)}/{act.Verb}"),
            };
            answers.Add(await Wire.SendAsync(
                method, path, person, act.Body is null ? null : Encoding.UTF8.GetBytes(act.Body), headers: act.IfMatch is null ? [] : [("If-Match", act.IfMatch)]));
        }

        return answers;
    }

    /// <summary>All tasks as an administrator reads them.</summary>
    public async Task<IReadOnlyList<string>> StandAsync() =>
        [.. (await Wire.As("adam").ListAsync("/tasks?box=all&sort=createdAt")).Select(task => Named(task.ToJsonString())).Order(StringComparer.Ordinal)];

    public ValueTask DisposeAsync() => Wire.DisposeAsync();

    [GeneratedRegex("\\b[0-9a-z]{26}\\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnyId();
}

/// <summary>One act, by the name of its task.</summary>
internal sealed record BatchAct(string Task, string Verb, string? Body = null, string? IfMatch = null)
{
    public JsonObject Item(string id)
    {
        var item = new JsonObject { ["taskId"] = id, ["verb"] = Verb };
        if (Body is not null)
        {
            item["body"] = JsonNode.Parse(Body);
        }

        if (IfMatch is not null)
        {
            item["ifMatch"] = IfMatch;
        }

        return item;
    }
}
