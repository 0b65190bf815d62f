using System.Text.Json;
using SalesProcess.Server.Identity;
using SalesProcess.Tasks;
using Directory = SalesProcess.Tasks.Directory;

namespace SalesProcess.Server.Api;

/// <summary>What a caller may see, as a part of SQL: rows he may not see are never read, counted or paged over.</summary>
public sealed class Viewer
{
    private Viewer(Actor actor, Directory directory, string? language)
    {
        Actor = actor;
        Language = language;
        SeesAll = actor.IsAuditor || actor.IsAdmin;
        var managed = directory.People.Where(p => actor.IsManagerOf(directory, p.Id)).Select(p => p.Id).ToList();
        Managed = JsonSerializer.Serialize(managed);
        People = JsonSerializer.Serialize(managed.Append(actor.Id));
        Groups = JsonSerializer.Serialize(actor.Groups);
        Teams = JsonSerializer.Serialize(actor.Groups.Concat(directory.Groups.Where(g => IsTeam(g.Id) && actor.IsManagerOf(directory, g.Id)).Select(g => g.Id)).Where(IsTeam).Distinct(StringComparer.Ordinal));
    }

    public Actor Actor { get; }

    /// <summary>The language of titles: the first that the request prefers, English otherwise.</summary>
    public string? Language { get; }

    public bool SeesAll { get; }

    /// <summary>JSON lists for <c>json_each</c>: the people he manages, those and himself, his groups, his and his people's teams.</summary>
    public string Managed { get; }

    public string People { get; }

    public string Groups { get; }

    public string Teams { get; }

    public static Viewer Of(HttpContext http, Directory directory) =>
        new(http.ActorOf(), directory, http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).FirstOrDefault()?.Value.Value);

    /// <summary>A condition on a task row <c>t</c>.</summary>
    public void Tasks(Sql sql)
    {
        if (SeesAll)
        {
            return;
        }

        sql.And($"""
            (t.assignee IN (SELECT value FROM json_each({People})) OR t.owner IN (SELECT value FROM json_each({People})) OR t.completed_by = {Actor.Id}
             OR t.team IN (SELECT value FROM json_each({Teams}))
             OR EXISTS (SELECT 1 FROM task_people p WHERE p.task_id = t.id AND ((p.kind = 'user' AND p.reference IN (SELECT value FROM json_each({People})))
               OR (p.kind = 'group' AND p.reference IN (SELECT value FROM json_each({Groups}))))))
            """);
    }

    /// <summary>A condition on an instance row <c>i</c>: the deal's people, and whoever has or had a task in its tree.</summary>
    public void Instances(Sql sql)
    {
        if (SeesAll)
        {
            return;
        }

        sql.And($"""
            (i.owner IN (SELECT value FROM json_each({People})) OR i.team IN (SELECT value FROM json_each({Teams})) OR i.started_by = {Actor.Id}
             OR EXISTS (SELECT 1 FROM tasks t WHERE t.root_id = i.root_id AND (t.assignee = {Actor.Id} OR t.completed_by = {Actor.Id}))
             OR EXISTS (SELECT 1 FROM tasks t JOIN task_people p ON p.task_id = t.id WHERE t.root_id = i.root_id AND ((p.kind = 'user' AND p.reference = {Actor.Id})
               OR (p.kind = 'group' AND p.reference IN (SELECT value FROM json_each({Groups}))))))
            """);
    }

    /// <summary>May he read what was entered (variables, journal): the deal's people and auditors, not everybody who has a task in it.</summary>
    public bool SeesData(string? owner, string? team) =>
        SeesAll || owner == Actor.Id || (owner is not null && Contains(Managed, owner)) || (team is not null && Contains(Teams, team));

    private static bool Contains(string list, string value) => JsonSerializer.Deserialize<List<string>>(list)!.Contains(value, StringComparer.Ordinal);

    private static bool IsTeam(string group) => group.StartsWith("team-", StringComparison.Ordinal);
}
