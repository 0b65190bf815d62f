using System.Globalization;
using Microsoft.Net.Http.Headers;
using SalesProcess.Runtime;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Reads what If-Match names (RFC 9110, 13.1.1): <c>*</c>, or a list of entity tags of which one has to match.</summary>
internal static class EntityTags
{
    private const string Any = "*";
    private const int Shown = 60;

    private static readonly int Quotes = "\"\"".Length;

    /// <summary>What is wrong with it; null if nothing is.</summary>
    public static Refusal? Fault(string text) => text == Any || Parse(text) is not null
        ? null
        : Refused.Malformed(
            $"If-Match is '{(text.Length > Shown ? $"{text[..Shown]}…" : text)}', which is no entity tag. "
            + "Send the ETag that you have read, with its quotes (\"9\"), several of them with commas between, or *.");

    /// <summary>The revisions that it names; null for any. A tag that none of ours can be, such as a weak one, names none.</summary>
    public static Revisions? Read(string text) => text == Any ? null : new Revisions([.. (Parse(text) ?? []).Select(Revision).OfType<long>()]);

    private static IList<EntityTagHeaderValue>? Parse(string text) =>
        EntityTagHeaderValue.TryParseStrictList([text], out var tags) && tags.Count > 0 && tags.All(tag => tag.Tag != Any && tag.Tag.Length > Quotes) ? tags : null;

    private static long? Revision(EntityTagHeaderValue tag) =>
        !tag.IsWeak && long.TryParse(tag.Tag.Subsegment(1, tag.Tag.Length - Quotes), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;
}
