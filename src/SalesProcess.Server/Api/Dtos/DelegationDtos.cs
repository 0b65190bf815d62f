namespace SalesProcess.Server.Api;

/// <summary>Somebody is away, and somebody else does his tasks meanwhile.</summary>
/// <param name="Principal">Who is away.</param>
/// <param name="Substitute">Who sees his tasks and does them on his behalf.</param>
/// <param name="To">Until when, exclusively; then what is not done is handed back.</param>
/// <param name="Definition">Only tasks of instances of this definition; null for all.</param>
/// <param name="Stage">Only tasks of this stage; null for all.</param>
/// <param name="Active">Does it hold now?</param>
internal sealed record DelegationDto(string Id, string Principal, string Substitute, DateTimeOffset From, DateTimeOffset To, string? Definition, string? Stage, bool Active);

/// <summary>All delegations that the caller takes part in or arranges.</summary>
internal sealed record DelegationPage(IReadOnlyList<DelegationDto> Items, string? NextCursor);

/// <summary>Arranges an absence.</summary>
/// <param name="Principal">Who is away; the caller if not given. A manager may arrange it for his people.</param>
/// <param name="From">Since when; now if not given.</param>
internal sealed record CreateDelegationDto(string Substitute, DateTimeOffset To, string? Principal = null, DateTimeOffset? From = null, string? Definition = null, string? Stage = null);
