using Microsoft.Net.Http.Headers;
using SalesProcess.Server.Identity;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>What a caller may see, as a part of SQL: rows he may not see are never read, counted or paged over.</summary>
internal sealed class Viewer
{
    private readonly Asker _asker;

    private Viewer(Asker asker, string? language)
    {
        _asker = asker;
        Language = language;
    }

    public Actor Actor => _asker.Actor;

    /// <summary>The language of titles: the first that the request prefers, English otherwise.</summary>
    public string? Language { get; }

    public bool SeesAll => _asker.SeesAll;

    /// <summary>JSON lists for <c>json_each</c>: the people he manages, those and himself, his groups, his and his people's teams.</summary>
    public string Managed => _asker.Managed;

    public string People => _asker.People;

    public string Groups => _asker.Groups;

    public string Teams => _asker.Teams;

    public static Viewer Of(HttpContext http) => new(http.AskerOf(), LanguageOf(http.Request));

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
        SeesAll || owner == Actor.Id || (owner is not null && _asker.Manages(owner)) || (team is not null && _asker.IsOfTeam(team));

    private static string? LanguageOf(HttpRequest request) => request.Headers.AcceptLanguage.Count == 0
        ? null
        : StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage.ToArray()!, out var languages)
            ? languages.OrderByDescending(l => l.Quality ?? 1).FirstOrDefault()?.Value.Value
            : null;
}
