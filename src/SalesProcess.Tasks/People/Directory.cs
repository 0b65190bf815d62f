using System.Collections.Frozen;
using System.Text.Json;
using SalesProcess.Engine.Values;

namespace SalesProcess.Tasks;

public sealed record Person(string Id, string Name, string? Title, IReadOnlyList<string> Groups, string? Manager)
{
    /// <summary>Where mail goes; null for nowhere.</summary>
    public string? Email { get; init; }

    /// <summary>The language of mail, <c>en</c> or <c>zh</c>; null for the company's.</summary>
    public string? Language { get; init; }

    /// <summary>Kinds of mail that the person does not want.</summary>
    public IReadOnlyList<NoticeKind> Quiet { get; init; } = [];
}

public sealed record Group(string Id, LocalizedText Title);

/// <summary>The company's people and groups (<c>directory.json</c>).</summary>
public sealed class Directory
{
    private static readonly string[] OptionalTexts = ["name", "title", "manager"];

    private readonly FrozenDictionary<string, Person> _people;
    private readonly FrozenDictionary<string, Group> _groups;
    private readonly ILookup<string, Person> _members;
    private readonly FrozenDictionary<string, IReadOnlyList<string>> _managersOver;

    private Directory(IEnumerable<Person> people, IEnumerable<Group> groups)
    {
        _people = people.ToFrozenDictionary(p => p.Id, StringComparer.Ordinal);
        _groups = groups.ToFrozenDictionary(g => g.Id, StringComparer.Ordinal);
        _members = _people.Values.OrderBy(p => p.Id, StringComparer.Ordinal)
            .SelectMany(p => p.Groups.Distinct(StringComparer.Ordinal).Select(g => (Group: g, Person: p)))
            .ToLookup(pair => pair.Group, pair => pair.Person, StringComparer.Ordinal);
        _managersOver = _people.Keys.Select(id => (Id: id, Managers: ManagersOf(id)))
            .Concat(_members.Select(group => (Id: group.Key, Managers: group.SelectMany(member => ManagersOf(member.Id)))))
            .GroupBy(over => over.Id, StringComparer.Ordinal)
            .ToFrozenDictionary(
                over => over.Key,
                over => (IReadOnlyList<string>)[.. over.SelectMany(o => o.Managers).Select(m => m.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                StringComparer.Ordinal);
    }

    public static Directory Empty { get; } = new([], []);

    public IEnumerable<Person> People => _people.Values.OrderBy(p => p.Id, StringComparer.Ordinal);

    public IEnumerable<Group> Groups => _groups.Values.OrderBy(g => g.Id, StringComparer.Ordinal);

    /// <exception cref="ConfigurationFault">The text is no directory; the exception lists every fault.</exception>
    public static Directory Parse(string json)
    {
        var faults = new List<string>();
        var root = Read(json, faults);
        var groups = Items(root, "groups", faults).Select((g, i) => ReadGroup(g, $"/groups/{i}", faults)).OfType<Group>().ToList();
        var people = Items(root, "people", faults).Select((p, i) => ReadPerson(p, $"/people/{i}", faults)).OfType<Person>().ToList();
        Check(people, groups, faults);
        return faults.Count == 0 ? new Directory(people, groups) : throw new ConfigurationFault("The directory", faults);
    }

    public Person? Find(string personId) => _people.GetValueOrDefault(personId);

    public Group? FindGroup(string groupId) => _groups.GetValueOrDefault(groupId);

    public IEnumerable<Person> MembersOf(string groupId) => _members[groupId];

    /// <summary>The person's manager, the manager's manager and so on.</summary>
    public IEnumerable<Person> ManagersOf(string personId)
    {
        for (var manager = Manager(Find(personId)); manager is not null; manager = Manager(manager))
        {
            yield return manager;
        }
    }

    /// <summary>The ids of all managers of a person, or of somebody in a group.</summary>
    public IReadOnlyList<string> ManagersOver(string userOrGroup) => _managersOver.GetValueOrDefault(userOrGroup) ?? [];

    /// <summary>The person as one who asks; null for somebody unknown.</summary>
    public Actor? ActorFor(string personId) =>
        Find(personId) is { } person ? new Actor(person.Id, person.Groups.ToFrozenSet(StringComparer.Ordinal)) : null;

    private Person? Manager(Person? person) => person?.Manager is { } id ? Find(id) : null;

    private static Dictionary<string, object?> Read(string json, List<string> faults)
    {
        try
        {
            if (ValueJson.Parse(json) is Dictionary<string, object?> map)
            {
                return map;
            }

            faults.Add("It must be an object {\"people\":[…],\"groups\":[…]}.");
        }
        catch (JsonException broken)
        {
            faults.Add($"The text is not JSON: {broken.Message}");
        }

        return new Dictionary<string, object?>(StringComparer.Ordinal);
    }

    private static List<object?> Items(Dictionary<string, object?> root, string key, List<string> faults)
    {
        if (root.TryGetValue(key, out var value) && value is List<object?> list)
        {
            return list;
        }

        if (root.Count > 0 || value is not null)
        {
            faults.Add($"/{key} must be a list.");
        }

        return [];
    }

    private static Group? ReadGroup(object? item, string at, List<string> faults)
    {
        if (item is not IReadOnlyDictionary<string, object?> map || map.GetValueOrDefault("id") is not string { Length: > 0 } id)
        {
            faults.Add($"{at} needs an 'id' (text).");
            return null;
        }

        return new Group(id, LocalizedText.FromValue(map.GetValueOrDefault("title")) ?? new LocalizedText(id, id));
    }

    private static Person? ReadPerson(object? item, string at, List<string> faults)
    {
        if (item is not IReadOnlyDictionary<string, object?> map || map.GetValueOrDefault("id") is not string { Length: > 0 } id)
        {
            faults.Add($"{at} needs an 'id' (text).");
            return null;
        }

        var groups = map.GetValueOrDefault("groups") switch
        {
            null => [],
            List<object?> list when list.TrueForAll(g => g is string) => list.Cast<string>().ToList(),
            _ => null,
        };
        if (groups is null)
        {
            faults.Add($"{at}/groups of '{id}' must be a list of group ids.");
        }

        foreach (var key in OptionalTexts.Where(key => map.GetValueOrDefault(key) is not (null or string)))
        {
            faults.Add($"{at}/{key} of '{id}' must be text.");
        }

        return new Person(id, map.GetValueOrDefault("name") as string ?? id, map.GetValueOrDefault("title") as string, groups ?? [], map.GetValueOrDefault("manager") as string)
            .ReadMail(map, at, faults);
    }

    private static void Check(List<Person> people, List<Group> groups, List<string> faults)
    {
        faults.AddRange(people.GroupBy(p => p.Id, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => $"The person id '{g.Key}' is used {g.Count()} times."));
        faults.AddRange(groups.GroupBy(g => g.Id, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => $"The group id '{g.Key}' is used {g.Count()} times."));
        var groupIds = groups.Select(g => g.Id).ToHashSet(StringComparer.Ordinal);
        var managers = people.GroupBy(p => p.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Manager, StringComparer.Ordinal);
        foreach (var person in people)
        {
            faults.AddRange(person.Groups.Where(g => !groupIds.Contains(g)).Select(g => $"The group '{g}' of '{person.Id}' is not among the groups."));
            if (groupIds.Contains(person.Id))
            {
                faults.Add($"'{person.Id}' is both a person and a group. Ids are unique over both.");
            }

            if (person.Manager is { } manager && !managers.ContainsKey(manager))
            {
                faults.Add($"The manager '{manager}' of '{person.Id}' is not among the people.");
            }
            else if (ManagesHimself(person.Id, managers))
            {
                faults.Add($"'{person.Id}' is his own manager, directly or over others.");
            }
        }
    }

    private static bool ManagesHimself(string id, Dictionary<string, string?> managers)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = managers[id];
        while (at is not null && at != id && seen.Add(at))
        {
            at = managers.GetValueOrDefault(at);
        }

        return at == id;
    }
}
