using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Filters;

/// <summary>What its owner says of a filter.</summary>
/// <param name="Query">What <c>POST /tasks/search</c> takes, without the page, as JSON.</param>
/// <param name="SharedWith">The group whose members see it too.</param>
public sealed record FilterContent(string? NameEn, string? NameZh, string Query, string? SharedWith);

/// <summary>A search that somebody keeps. It is a question and no right: whoever asks it gets what he may see.</summary>
public sealed record SavedFilter(string Id, string Owner, FilterContent Content, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Revision)
{
    public LocalizedText Name => LocalizedText.Of(Content.NameEn, Content.NameZh)!;

    public bool IsSeenBy(Actor actor) =>
        actor.Id == Owner || actor.IsAdmin || actor.IsAuditor || (Content.SharedWith is { } group && actor.Groups.Contains(group));

    public bool MayBeChangedBy(Actor actor) => actor.Id == Owner || actor.IsAdmin;
}
