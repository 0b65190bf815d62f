namespace SalesProcess.Server.Api;

/// <summary>Finds tasks: all that is given must hold.</summary>
/// <param name="Box">available, mine, team, watching, done, all or needs-attention; all without it.</param>
/// <param name="Text">Words of the title, the business key or the company, Chinese or not; each must be there, the last of a word may be left out.</param>
/// <param name="Filter">Per field a value or operators: $eq $neq $in $nin $gt $gte $lt $lte $exists $like. Fields: state, stage, definition, name, assignee, owner, team, completedBy,
/// businessKey, instanceId, rootId, priority, dueAt, createdAt, updatedAt, and data.… for what a form declares with x-search.</param>
/// <param name="Sort">At most three; dueAt for open boxes and createdAt, the latest first, for the others without it.</param>
/// <param name="Facets">How many tasks there are per value: of stage, state, definition, assignee, priority.</param>
internal sealed record SearchTasksDto(
    string? Box = null, string? Text = null, Plain? Filter = null, IReadOnlyList<SortDto>? Sort = null, PageDto? Page = null, IReadOnlyList<string>? Facets = null);

/// <summary>Counts tasks.</summary>
/// <param name="Box">As in a search.</param>
/// <param name="Text">As in a search.</param>
/// <param name="Filter">As in a search.</param>
internal sealed record CountTasksDto(string? Box = null, string? Text = null, Plain? Filter = null);

/// <summary>An order.</summary>
/// <param name="Field">dueAt, priority, createdAt, updatedAt, title (in the language of Accept-Language) or urgency, which stands alone.</param>
/// <param name="Order">asc or desc; asc without it.</param>
internal sealed record SortDto(string Field, string? Order = null);

/// <summary>Which page.</summary>
/// <param name="After">The nextCursor of the page before.</param>
/// <param name="Limit">How many: 1 to 200, 50 without it.</param>
internal sealed record PageDto(string? After = null, int? Limit = null);

/// <summary>A page of the tasks that were found.</summary>
/// <param name="NextCursor">For the next page; null on the last one.</param>
/// <param name="Facets">Of all that were found, not of this page: the most frequent values, at most 100 each.</param>
internal sealed record TaskSearchPage(IReadOnlyList<TaskSummary> Items, string? NextCursor, IReadOnlyDictionary<string, IReadOnlyList<FacetValueDto>> Facets);

/// <summary>How many tasks have a value.</summary>
/// <param name="Value">Null for those that have none.</param>
internal sealed record FacetValueDto(string? Value, long Count);

/// <summary>How many tasks there are.</summary>
/// <param name="CountIsExact">False if there are more than this: only what is kept in numbers is counted however much it is.</param>
internal sealed record TaskCountDto(long Count, bool CountIsExact);
