using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SalesProcess.IntegrationTests.Api;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Refusals;

/// <summary>
/// One world with work that Anna does not see, and one that is equal to it but for that. What Anna sees is made first, and both begin with a copy of it; so they have
/// the same ids and keys, and what she is answered can be compared byte by byte.
/// </summary>
internal sealed class TwoWorlds : IAsyncDisposable
{
    public const string Viewer = "anna";

    /// <summary>Whose work is hidden from her.</summary>
    public const string Other = "carl";

    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-11-23T01:00:00Z", System.Globalization.CultureInfo.InvariantCulture);

    private readonly Dictionary<string, string> _hidden = new(StringComparer.Ordinal);

    private TwoWorlds(Wire without, Wire with) => (Without, With) = (without, with);

    public Wire Without { get; }

    public Wire With { get; }

    /// <summary>Ids in the world with the hidden work, by the resource that they are of; the other world knows none of them.</summary>
    public IReadOnlyDictionary<string, string> Hidden => _hidden;

    /// <summary>Ids of what Anna sees: a task that she has, one that she has completed, and their instances.</summary>
    public required IReadOnlyList<string> Tasks { get; init; }

    public required IReadOnlyList<string> Instances { get; init; }

    public static async Task<TwoWorlds> CreateAsync()
    {
        await using var seed = new Wire(Folder(), Start);
        var (tasks, instances) = await SeedAsync(seed);
        var worlds = new TwoWorlds(new Wire(seed.Server.Folder.Copy(), Start.AddHours(1)), new Wire(seed.Server.Folder.Copy(), Start.AddHours(1))) { Tasks = tasks, Instances = instances };
        await worlds.HideAsync();
        return worlds;
    }

    /// <summary>Both answers to the same call. In the call, <c>{task}</c> stands for a hidden task and so on.</summary>
    public async Task<(WireAnswer With, WireAnswer Without)> AskAsync(string method, string path, string? body = null, string person = Viewer)
    {
        (path, body) = (Named(path), body is null ? null : Named(body));
        var bytes = body is null ? null : Encoding.UTF8.GetBytes(body);
        (string, string)[] headers = method is "PATCH" or "PUT" or "DELETE" ? [("If-Match", "\"1\"")] : [];
        return (await With.SendAsync(method, path, person, bytes, headers: headers), await Without.SendAsync(method, path, person, bytes, headers: headers));
    }

    public async ValueTask DisposeAsync()
    {
        await With.DisposeAsync();
        await Without.DisposeAsync();
    }

    // A task is for the team of its deal, and for nobody else.
    private static CompanyFolder Folder()
    {
        var folder = CompanyFolder.With("one-task");
        folder.Edit("one-task.json", definition => definition["root"]!["activities"]![1]!["candidateGroups"] = new JsonObject
        {
            ["typeName"] = "String[]",
            ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "[getInput('team')]" },
        });
        return folder;
    }

    private static async Task<(IReadOnlyList<string> Tasks, IReadOnlyList<string> Instances)> SeedAsync(Wire seed)
    {
        var (tasks, instances) = (new List<string>(), new List<string>());
        for (var i = 0; i < 4; i++)
        {
            tasks.Add(await seed.TaskAsync(i == 3 ? "bob" : Viewer));
            instances.Add((await seed.SendAsync("GET", $"/tasks/{tasks[^1]}")).Json["instanceId"]!.ToString());
            seed.Server.Clock!.Advance(TimeSpan.FromSeconds(1));
        }

        var anna = seed.As(Viewer);
        (await anna.PostAsync($"/tasks/{tasks[0]}/claim")).Expect(200);
        (await anna.PostAsync($"/tasks/{tasks[0]}/comments", new JsonObject { ["text"] = "The customer calls on Monday." })).Expect(201);
        (await anna.CompleteAsync(tasks[1], "Yes")).Expect(200);
        (await anna.PostAsync("/filters", JsonNode.Parse("""{"name":{"en":"East"},"query":{},"sharedWith":"team-east"}"""))).Expect(201);
        return (tasks, instances);
    }

    private async Task HideAsync()
    {
        var carl = With.As(Other);
        var open = await With.TaskAsync(Other);
        var taken = await With.TaskAsync(Other);
        var done = await With.TaskAsync(Other);
        (await carl.PostAsync($"/tasks/{taken}/claim")).Expect(200);
        (await carl.PostAsync($"/tasks/{taken}/delegate", new JsonObject { ["to"] = "dora" })).Expect(200);
        (await carl.PostAsync($"/tasks/{open}/comments", new JsonObject { ["text"] = "Not for the east." })).Expect(201);
        (await carl.CompleteAsync(done, "Yes")).Expect(200);
        _hidden["task"] = taken;
        _hidden["instance"] = (await With.SendAsync("GET", $"/tasks/{open}", Other)).Json["instanceId"]!.ToString();
        _hidden["filter"] = (await carl.PostAsync("/filters", JsonNode.Parse("""{"name":{"en":"South"},"query":{},"sharedWith":"team-south"}"""))).Expect(201).Json["id"]!.ToString();
        _hidden["delegation"] = (await carl.PostAsync("/delegations", new JsonObject { ["substitute"] = "dora", ["to"] = "2026-12-24T00:00:00Z" })).Expect(201).Json["id"]!.ToString();
    }

    private string Named(string text) => Regex.Replace(
        text, @"\{(\w+)\}", match => _hidden.TryGetValue(match.Groups[1].Value, out var id) ? id : match.Value, RegexOptions.None, TimeSpan.FromSeconds(1));
}
