namespace SalesProcess.Server.Api;

/// <summary>A search to keep.</summary>
/// <param name="Query">What a search takes, without the page.</param>
/// <param name="SharedWith">A group of the caller's, whose members see the filter too; nobody else without it.</param>
internal sealed record SaveFilterDto(FilterNameDto Name, FilterQueryDto Query, string? SharedWith = null);

/// <summary>Changes a filter: only the members that are sent, also inside of name, query and its filter; null clears.</summary>
/// <param name="SharedWith">Null to share it with nobody any more.</param>
internal sealed record ChangeFilterDto(FilterNameDto? Name = null, FilterQueryDto? Query = null, string? SharedWith = null);

/// <summary>A name in one language or both; up to 100 characters on one line.</summary>
internal sealed record FilterNameDto(string? Zh = null, string? En = null);

/// <summary>A search without its page. See POST /tasks/search.</summary>
/// <param name="Box">As in a search.</param>
/// <param name="Text">As in a search.</param>
/// <param name="Filter">As in a search.</param>
/// <param name="Sort">As in a search.</param>
/// <param name="Facets">As in a search.</param>
internal sealed record FilterQueryDto(
    string? Box = null, string? Text = null, Plain? Filter = null, IReadOnlyList<SortDto>? Sort = null, IReadOnlyList<string>? Facets = null);

/// <summary>A saved filter. It asks a question; whoever asks it gets the tasks that he may see, and no others.</summary>
/// <param name="Name">In the language of Accept-Language.</param>
/// <param name="Names">As it was given.</param>
/// <param name="SharedWith">The group whose members see it too.</param>
/// <param name="Query">What it asks.</param>
/// <param name="Count">How many tasks the caller would find, if that was asked for and the query still holds.</param>
/// <param name="Faults">What of the query does not hold any more, because the forms that declare its fields have changed.</param>
/// <param name="AllowedActions">What the caller may do with it: change, delete.</param>
internal sealed record FilterDto(
    string Id, string Name, FilterNameDto Names, string Owner, string? SharedWith, JsonText Query, long? Count, IReadOnlyList<FilterFaultDto> Faults,
    IReadOnlyList<string> AllowedActions, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Revision);

/// <summary>Something in a query that does not hold any more.</summary>
/// <param name="Pointer">JSON pointer into the query.</param>
internal sealed record FilterFaultDto(string Pointer, string Code, string Message);

/// <summary>A page of filters, the oldest first.</summary>
/// <param name="NextCursor">For the next page; null on the last one.</param>
internal sealed record FilterPage(IReadOnlyList<FilterDto> Items, string? NextCursor);
