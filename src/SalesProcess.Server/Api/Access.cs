using SalesProcess.Runtime;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Who may do what with instances. What somebody may not see answers exactly like what does not exist.</summary>
internal static class Access
{
    public static Refusal NotFound(string id) => new(RefusalCodes.NotFound, $"There is no instance '{id}'.");

    public static Refusal ReadsOnly(Actor actor) => new(RefusalCodes.PermissionMissing, $"'{actor.Id}' may read and change nothing.");

    public static bool MayStart(Actor actor) => !actor.IsAuditor || actor.IsAdmin;

    /// <summary>Reads an instance that the caller may see.</summary>
    public static IResult Read(HttpContext http, CompanyRules rules, Projections projections, string id, Func<InstanceSummary, Viewer, IResult> read)
    {
        if (new QueryParameters(http.Request.Query).Refusal() is { } refusal)
        {
            return Problem.Of(refusal);
        }

        var viewer = Viewer.Of(http);
        return projections.FindInstance(id, viewer) is { } instance ? read(instance, viewer) : Problem.Of(NotFound(id));
    }

    /// <summary>Reads what was entered into an instance: for the deal's people and auditors.</summary>
    public static IResult ReadData(HttpContext http, CompanyRules rules, Projections projections, string id, Func<QueryParameters, IResult> read)
    {
        var viewer = Viewer.Of(http);
        if (projections.FindInstance(id, viewer) is not { } instance)
        {
            return Problem.Of(NotFound(id));
        }

        return viewer.SeesData(instance.Owner, instance.Team)
            ? read(new QueryParameters(http.Request.Query))
            : Problem.Of(RefusalCodes.PermissionMissing, "What was entered into a deal is read by its owner, his team and manager, and by auditors.");
    }

    /// <summary>Cancelling, retrying and events are for the deal's people and administrators; null if allowed.</summary>
    public static Refusal? Steers(InstanceSummary? instance, Viewer viewer)
    {
        if (instance is null)
        {
            return new Refusal(RefusalCodes.NotFound, "There is no such instance.");
        }

        if (viewer.Actor is { IsAuditor: true, IsAdmin: false })
        {
            return ReadsOnly(viewer.Actor);
        }

        return viewer.SeesData(instance.Owner, instance.Team) || instance is { Owner: null, Team: null }
            ? null
            : new Refusal(RefusalCodes.PermissionMissing, "An instance is cancelled, retried and sent events by its owner, his team and manager, or an administrator.");
    }
}
