using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Api;
using SalesProcess.IntegrationTests.Hosting;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.IntegrationTests.Boxes;

/// <summary>Tasks of any kind for people of any kind, written with the product's own rows.</summary>
internal sealed class RandomTasks(int seed)
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);

    private static readonly string[] Names = ["ann", "ben", "cho", "dan", "eve", "fay", "gus"];
    private static readonly string[] Groups = ["east", "west", "law", "auditor"];

    private readonly Random _random = new(seed);

    public IReadOnlyList<string> People => Names;

    public List<string> Ids { get; } = [];

    /// <summary>A server with people of its own.</summary>
    /// <param name="sorted">See <c>BoxOptions.Sorted</c>.</param>
    public Wire Start(int sorted)
    {
        var folder = CompanyFolder.With("one-task");
        folder.Edit("directory.json", json =>
        {
            json["people"] = new JsonArray([.. Names.Select((id, i) => new JsonObject
            {
                ["id"] = id,
                ["name"] = id,
                ["groups"] = new JsonArray([.. Groups.Where(g => _random.Next(g == "auditor" ? 8 : 3) == 0).Select(g => JsonValue.Create(g))]),
                ["manager"] = i > 0 && _random.Next(3) > 0 ? Names[_random.Next(i)] : null,
            })]);
            json["groups"] = new JsonArray([.. Groups.Select(g => new JsonObject { ["id"] = g })]);
            foreach (var person in json["people"]!.AsArray().Where(p => p!["manager"] is null))
            {
                person!.AsObject().Remove("manager");
            }
        });
        foreach (var id in (string[])["d0", "d1"])
        {
            folder.Add(id, $$"""{"id":"{{id}}-v1","definitionId":"{{id}}","name":"{{id}}","version":1,"isLatest":true,"isPublished":true,"root":{"id":"root","type":"Elsa.Sequence","version":1,"activities":[] } }""");
        }

        return new Wire(folder, Now, ("Boxes:Sorted", $"{sorted}"));
    }

    /// <summary>Opens tasks, and lets something happen to some of them.</summary>
    public Task WriteAsync(Wire wire, int count) => wire.Server.Get<CommitQueue>().RunAsync(
        session =>
        {
            var rules = wire.Server.Get<CompanyRules>();
            for (var i = 0; i < count; i++)
            {
                Ids.Add(Open(session, rules, i));
            }

            for (var i = 0; i < count * 2; i++)
            {
                Change(session, rules, Ids[_random.Next(Ids.Count)]);
            }

            return true;
        },
        CancellationToken.None);

    private string Open(WriteSession session, CompanyRules rules, int number)
    {
        var effect = new OpenUserTask
        {
            BookmarkId = $"{seed}-{_random.Next():x8}-{number}",
            ActivityId = "a",
            Name = "any",
            Title = new LocalizedText($"Do {number % 7}", $"办{number % 7}"),
            Assignee = _random.Next(5) == 0 ? Person() : null,
            CandidateUsers = Some(Person),
            CandidateGroups = Some(Group),
            ExcludedUsers = Some(Person, seldom: 2),
            Priority = _random.Next(3) * 50,
            DueAt = _random.Next(4) == 0 ? null : Now.AddMinutes(_random.Next(-50, 50) * 10),
            Approver = _random.Next(6) == 0 ? Group() : null,
        };
        var origin = new TaskOrigin
        {
            InstanceId = $"i{number / 3}",
            RootId = $"r{number / 6}",
            DefinitionId = $"d{number % 2}",
            StageId = number % 3 == 0 ? null : $"s{number % 3}",
            Owner = Person(),
            Team = Group(),
        };
        TaskRows.Open(session, rules, effect, origin, null, new Act("open", null, Now.AddMinutes(-_random.Next(100))));
        return effect.BookmarkId;
    }

    private void Change(WriteSession session, CompanyRules rules, string id)
    {
        var before = TaskRows.Find(session, id)!;
        var after = before with { Revision = before.Revision + 1, UpdatedAt = Now.AddSeconds(_random.Next(1000)) };
        after = _random.Next(8) switch
        {
            0 => after with { Status = TaskStatus.Reserved, Assignee = Person() },
            1 => after with { Status = TaskStatus.Ready, Assignee = null },
            2 => after with { Status = TaskStatus.Suspended, SuspendedUntil = _random.Next(3) == 0 ? null : Now.AddMinutes(_random.Next(-100, 100)) },
            3 => after with { Status = TaskStatus.Completed, CompletedBy = Person() },
            4 => after with { Priority = _random.Next(101), DueAt = _random.Next(3) == 0 ? null : Now.AddMinutes(_random.Next(-100, 100)) },
            5 => after with { Delegators = Some(Person), OnBehalfOf = Person() },
            6 => after with { ExcludedUsers = Some(Person), CandidateUsers = Some(Person), CandidateGroups = Some(Group) },
            _ => after with { Status = TaskStatus.Obsolete },
        };
        after = after with { SuspendedUntil = after.Status == TaskStatus.Suspended ? after.SuspendedUntil : null, CompletedBy = after.Status == TaskStatus.Completed ? after.CompletedBy : null };
        TaskRows.Save(session, rules, before, after.Status is TaskStatus.Ready ? after with { Assignee = null } : after, new Act("change", null, after.UpdatedAt));
    }

    private string Person() => Names[_random.Next(Names.Length)];

    private string Group() => Groups[_random.Next(3)];

    private List<string> Some(Func<string> one) => Some(one, seldom: 1);

    private List<string> Some(Func<string> one, int seldom) => [.. Enumerable.Range(0, _random.Next(3) / seldom).Select(_ => one()).Distinct(StringComparer.Ordinal)];
}
