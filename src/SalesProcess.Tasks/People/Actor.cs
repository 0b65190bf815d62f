namespace SalesProcess.Tasks;

/// <summary>Who asks: a signed-in person with his groups.</summary>
public sealed record Actor(string Id, IReadOnlySet<string> Groups)
{
    public const string AuditorGroup = "auditor";

    public const string AdminGroup = "admin";

    /// <summary>The service itself (deadlines); it administers and completes nothing.</summary>
    public static readonly Actor System = new("system", new HashSet<string>(StringComparer.Ordinal)) { IsSystem = true };

    /// <summary>For whom he stands in now.</summary>
    public IReadOnlyList<StandIn> StandIns { get; init; } = [];

    public bool IsAuditor => Groups.Contains(AuditorGroup);

    public bool IsAdmin => Groups.Contains(AdminGroup);

    public bool IsSystem { get; private init; }

    /// <summary>Is this the manager, at any level, of a person, or of somebody in a group?</summary>
    public bool IsManagerOf(Directory directory, string userOrTeam) =>
        directory.ManagersOf(userOrTeam).Any(manager => manager.Id == Id)
        || directory.MembersOf(userOrTeam).Any(member => directory.ManagersOf(member.Id).Any(manager => manager.Id == Id));
}
