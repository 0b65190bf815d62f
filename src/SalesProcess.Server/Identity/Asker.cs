using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SalesProcess.Runtime;
using SalesProcess.Tasks;
using Directory = SalesProcess.Tasks.Directory;

namespace SalesProcess.Server.Identity;

/// <summary>Who asks, with everything of the directory that decides what he sees.</summary>
internal sealed class Asker
{
    public Asker(Actor actor, Directory directory)
    {
        Actor = actor;
        var managed = directory.People.Where(p => directory.ManagersOf(p.Id).Any(m => m.Id == actor.Id)).ToList();
        Teams = Json(actor.Groups.Concat(managed.SelectMany(p => p.Groups)));
        Groups = Json(actor.Groups);
        Managed = Json(managed.Select(p => p.Id));
    }

    /// <summary>The same person with what has changed about him as one who asks: for whom he stands in.</summary>
    public Asker(Actor actor, Asker known)
    {
        Actor = actor;
        (Teams, Groups, Managed) = (known.Teams, known.Groups, known.Managed);
        StandIns = actor.StandIns.Count == 0 ? null : JsonSerializer.Serialize(actor.StandIns, JsonSerializerOptions.Web);
    }

    public Actor Actor { get; }

    /// <summary>For whom he stands in, as a JSON list for SQL; null if for nobody.</summary>
    public string? StandIns { get; }

    public string Id => Actor.Id;

    /// <summary>Sees everything.</summary>
    public bool SeesAll => Actor.IsAuditor || Actor.IsAdmin;

    /// <summary>Looks, and changes nothing.</summary>
    public bool OnlyReads => Actor.IsAuditor && !Actor.IsAdmin;

    /// <summary>His groups, as a JSON list for SQL.</summary>
    public string Groups { get; }

    /// <summary>His groups and those of the people he manages, as a JSON list for SQL.</summary>
    public string Teams { get; }

    /// <summary>The people he manages, directly or over others, as a JSON list for SQL.</summary>
    public string Managed { get; }

    private static string Json(IEnumerable<string> ids) => JsonSerializer.Serialize(ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}

/// <summary>Finds the asker behind a token: the directory's entry of its subject, with the groups of the roles claim added.</summary>
internal sealed class Askers(CompanyRules rules, IOptions<SignInOptions> options)
{
    private const int MaxAskers = 10_000;

    private readonly ConcurrentDictionary<string, Asker> _known = new(StringComparer.Ordinal);

    /// <summary>The asker; null for a token without a subject.</summary>
    public Asker? Of(ClaimsPrincipal principal)
    {
        if (principal.FindFirst("sub")?.Value is not { Length: > 0 } id)
        {
            return null;
        }

        var roles = principal.FindAll(options.Value.RolesClaim).Select(c => c.Value).Order(StringComparer.Ordinal).ToList();
        var key = roles.Count == 0 ? id : $"{id}\n{string.Join('\n', roles)}";
        if (_known.TryGetValue(key, out var asker))
        {
            return asker;
        }

        if (_known.Count >= MaxAskers)
        {
            _known.Clear();
        }

        return _known[key] = new Asker(new Actor(id, (rules.Directory.Find(id)?.Groups ?? []).Concat(roles).ToFrozenSet(StringComparer.Ordinal)), rules.Directory);
    }
}
